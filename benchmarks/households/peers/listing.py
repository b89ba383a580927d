"""Everything that answers the question: what it is, what its row includes, what it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from benchmarks.households.question import Roster, Run

PEERS_FOLDER = "benchmarks.households.peers"


@dataclass(frozen=True)
class Peer:
    """One way to the answer. `exact` ones must agree to the fen; the others are told how far they are off."""

    key: str
    label: str
    includes: str
    made_by: str  # module.function of this folder: roster -> run
    modules: tuple[str, ...] = ()
    exact: bool = True
    most: int | None = None  # households that it can be asked for in a bearable time

    def missing(self) -> str:
        """What must be installed; nothing if it is."""
        absent = [module for module in self.modules if find_spec(module) is None]
        return (
            f"not installed: pip install {' '.join(INSTALLED_AS.get(one, one) for one in absent)}"
            if absent
            else ""
        )

    def make(self, roster: Roster) -> Run:
        """Brings the roster into the form in which this peer keeps data, which is not timed."""
        module, _, name = self.made_by.partition(".")
        make: Callable[[Roster], Run] = getattr(import_module(f"{PEERS_FOLDER}.{module}"), name)
        return make(roster)


INSTALLED_AS = {"openfisca_core": "openfisca-core"}
DECIMAL, PANDAS, PANDAS_FEN = "python decimal", "pandas yuan", "pandas fen"
NUMPY, NUMBA = "package numpy", "package numba"

PEERS = (
    Peer(
        DECIMAL,
        "Python, Decimal",
        "household by household in a loop, quantize() with ROUND_HALF_UP; starts from lists",
        "python_decimal.make",
        most=20_000,
    ),
    Peer(
        "openfisca",
        "openfisca-core",
        "ten variables and a village entity that sums them; a new simulation with its inputs set; float32, np.round",
        "openfisca_system.make",
        ("openfisca_core",),
        exact=False,
    ),
    Peer(
        PANDAS,
        "pandas, yuan",
        "float64 expressions, round(2), clip, where, groupby().sum(); starts from a frame",
        "pandas_frame.make_in_yuan",
        exact=False,
    ),
    Peer(
        PANDAS_FEN,
        "pandas, whole fen",
        "the same in int64, rounded by whole-number division",
        "pandas_frame.make_in_fen",
    ),
    Peer(
        "polars yuan",
        "polars, yuan",
        "Float64 expressions on a lazy frame, half away from zero, group_by().agg()",
        "polars_frame.make_in_yuan",
        ("polars",),
        exact=False,
    ),
    Peer(
        "polars fen",
        "polars, whole fen",
        "the same in Int64, rounded by whole-number division",
        "polars_frame.make_in_fen",
        ("polars",),
    ),
    Peer(
        "duckdb",
        "DuckDB, DECIMAL",
        "one SQL query on a table of its own, areas DECIMAL(12, 2), round() half away from zero",
        "duckdb_sql.make",
        ("duckdb", "pyarrow"),
    ),
    Peer(
        NUMPY,
        "relocation, numpy",
        "amounts() of batches, overflow watched; sums by village",
        "package.make_numpy",
        ("pyarrow",),
    ),
    Peer(
        NUMBA,
        "relocation, numba",
        "one compiled loop for batches, compiled before; adds up quantities, people and limits too",
        "package.make_numba",
        ("numba", "pyarrow"),
    ),
    Peer(
        "package roll-up",
        "relocation, numpy, roll-up",
        "all that `relocation households` keeps of a batch: also quantities, people, limits, lowest, highest, quartiles",
        "package.make_roll_up",
        ("pyarrow",),
    ),
    Peer(
        "package compiled roll-up",
        "relocation, numba, roll-up",
        "the same with the compiled loop",
        "package.make_compiled_roll_up",
        ("numba", "pyarrow"),
    ),
)
