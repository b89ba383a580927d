"""Rosters of any size, rolled up from village to county to nation in memory that does not grow with the rows.

    found = stream(["roster.parquet"])                       # or folders, workbooks, text files
    found = stream(["roster.parquet"], executor="threads")   # or a concurrent.futures.Executor, a dask Client

Every executor gives identical totals: see `partial_sums`. An interrupt ends the work after the batch that is under
way; what was counted is the result, and says how much it is.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from relocation.households.column_loops import use_loops
from relocation.households.compiled_amounts import compiled_rule_sums
from relocation.households.repeated_ids import Repeated
from relocation.households.roll_up import RollUp
from relocation.households.roster_file import BATCH
from relocation.households.roster_parts import Parts, parts_of
from relocation.households.roster_pieces import KEPT_PROBLEMS, Piece, pieces
from relocation.households.roster_rows import repeated_id, unstated
from relocation.households.rule_file import shipped_rules
from relocation.households.rules import RuleSet
from relocation.households.village_sums import RuleSums, VillageTable, rule_sums
from relocation.problems import Problem
from relocation.scenarios.simulation.executors import opened

# Rows of Parquet files from which on compiled loops pay: to load them takes about a second, as much as they save in two
# million rows; to compile them, once on a machine, about five.
MANY = 3_000_000

Progress = Callable[[int, int], object]


@dataclass
class Streamed:
    """What was read so far. rows_read + rows_refused = rows looked at, all rows of the files unless `interrupted`."""

    roll_up: RollUp
    size: int  # of the whole, in the measure of `done`
    files: int
    rows_read: int = 0
    rows_refused: int = 0
    invented: int = 0
    done: int = 0
    unstated: int = 0
    interrupted: bool = False
    errors: int = 0
    warnings: int = 0
    problems: list[Problem] = field(default_factory=list)  # the first of them

    @property
    def synthetic(self) -> bool:
        """Whether all households are invented, which their ids say."""
        return 0 < self.rows_read <= self.invented

    def add(self, piece: Piece) -> None:
        """Counts a piece."""
        self.roll_up.add(piece.sums)
        self.rows_read += piece.rows_read
        self.rows_refused += piece.rows_refused
        self.invented += piece.invented
        self.done += piece.size
        self.unstated += piece.unstated
        self.errors += piece.errors
        self.warnings += piece.warnings
        self.problems += piece.problems[: KEPT_PROBLEMS - len(self.problems)]

    def piece(self) -> Piece:
        """All of it as one piece."""
        return Piece(
            self.roll_up.partial(),
            self.rows_read,
            self.rows_refused,
            tuple(self.problems),
            self.errors,
            self.warnings,
            self.invented,
            self.done,
            self.unstated,
        )

    def tell_repeated(self, parts: Parts, repeated: Repeated) -> None:
        """Counts the rows that repeat an id, and tells the first of them."""
        again = repeated.positions != repeated.first
        told = zip(repeated.positions[again].tolist(), repeated.first[again].tolist(), strict=True)
        kept = islice(told, KEPT_PROBLEMS - len(self.problems))
        self.problems += [repeated_id(parts.where(position), parts.where(first)) for position, first in kept]
        self.errors += int(again.sum())

    def tell_unstated(self, parts: Parts) -> None:
        """Tells of blank cells in Parquet files that were read as nobody registered."""
        files = list(dict.fromkeys(part.path.name for part in parts.parts if part.group is not None))
        for problem in unstated(", ".join(files[:3]), self.unstated):
            self.problems.append(problem)
            self.warnings += 1


@dataclass(frozen=True)
class Job:
    """The work on one part, wherever it is done."""

    parts: Parts
    rules: RuleSet
    repeated: Repeated
    batch_rows: int
    sums: RuleSums
    is_compiled: bool  # looks at columns in compiled loops, in every process that works

    def pieces(self, part: int, known: VillageTable) -> Iterator[Piece]:
        """The pieces of a part one by one; `known` are the villages of the parts before it."""
        if self.is_compiled:
            use_loops()
        return pieces(self.parts.parts[part], self.rules, self.repeated, self.batch_rows, self.sums, known)

    def __call__(self, part: int) -> Piece:
        """The pieces of a part as one, which is all that need be sent."""
        streamed = Streamed(RollUp(self.rules), 0, 0)
        for piece in self.pieces(part, VillageTable()):
            streamed.add(piece)
        return streamed.piece()


def stream(
    paths: Sequence[Path | str],
    rules: RuleSet | None = None,
    *,
    executor: Any = None,
    workers: int | None = None,
    batch_rows: int = BATCH,
    sums: RuleSums | None = None,
    progress: Progress | None = None,
) -> Streamed:
    """The sums of all rosters in files and folders, for the rules of a scheme (without one, those of Lujia).

    `executor` is "local" (one batch after the other, the least memory), "threads", a concurrent.futures.Executor or a
    dask Client whose workers see the same files. From MANY rows of Parquet files on it is "threads" where none is given, and
    what is done with every row is compiled where numba is installed, rules too unless `sums` says otherwise: the same fen,
    sooner, in more memory. Raises ProblemsFound when a file cannot be read at all, or an amount
    does not fit into 64 bits.
    """
    rules = rules or shipped_rules("lujia")
    parts = parts_of(paths, rules)
    many = parts.parquet_rows >= MANY
    if many:
        use_loops()
    streamed = Streamed(RollUp(rules), parts.size, len({part.path for part in parts.parts}))
    streamed.warnings, streamed.problems = len(parts.problems), list(parts.problems)
    with _interrupts() as interrupted:
        try:
            repeated = parts.repeated(batch_rows, interrupted)
        except KeyboardInterrupt:
            streamed.interrupted = True
            return streamed
        streamed.tell_repeated(parts, repeated)
        job = Job(
            parts, rules, repeated, batch_rows, sums or (compiled_rule_sums if many else rule_sums), many
        )
        for piece in _worked(job, executor or ("threads" if many else "local"), workers, len(parts.parts)):
            streamed.add(piece)
            if progress is not None:
                progress(streamed.done, streamed.size)
            if interrupted():
                streamed.interrupted = streamed.done < streamed.size
                break
        streamed.tell_unstated(parts)
    return streamed


def _worked(job: Job, executor: Any, workers: int | None, parts: int) -> Iterator[Piece]:
    if executor == "local":
        known = VillageTable()
        for part in range(parts):
            yield from job.pieces(part, known)
        return
    with opened(executor, workers) as pool:
        yield from pool.in_order(job, range(parts))


@contextmanager
def _interrupts() -> Iterator[Callable[[], bool]]:
    """Holds an interrupt back until it is asked for, so that no sum is left half added; a second one is not held back."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    before = signal.getsignal(signal.SIGINT)

    def hold(*_: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, hold)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
