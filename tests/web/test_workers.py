"""The processes of the server: so many at once, within bounds, gone with whoever asked and with the server, and nothing left of any."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from relocation.web.limits import Limits
from relocation.web.task import Task
from tests.processes import PATIENCE, finished, wait_until
from tests.web.serving import Served, answered, file, form, served, text

LUJIA = (Path(__file__).parents[2] / "models" / "lujia.toml").read_bytes()
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="counts the processes of a process")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("laid"), at_once=2) as started:
        yield started


def work(server: Served, *more: bytes) -> bytes:
    """A request that is worked on for a while."""
    return server.posting("/take", form(file("lujia.toml", LUJIA), text("what", "document"))) + b"".join(more)


def is_idle(server: Served) -> bool:
    return not server.processes and server.is_empty


def test_twenty_at_once_are_answered_each_with_their_own(server: Served) -> None:
    most = 0

    def refused(number: int) -> str:
        reply = server.posted("/judge", file(f"village {number}.toml", f"village = {number}".encode()))
        assert reply.status == 422
        return reply.page

    with ThreadPoolExecutor(20) as people:
        pages = [people.submit(refused, number) for number in range(20)]
        while wait(pages, timeout=0.05).not_done:
            most = max(most, len(server.processes))
            assert server.got().status == 200
    for number, page in enumerate(pages):
        assert [other for other in range(20) if f"village {other}.toml" in page.result()] == [number]
    assert most == 2
    assert is_idle(server)


def stand_still(server: Served) -> None:
    """Work that would go on for ever."""
    for process in server.processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGSTOP)


@pytest.mark.parametrize("more", [b"", b"G"], ids=["leaves", "asks on and leaves"])
def test_who_leaves_ends_the_work(tmp_path: Path, more: bytes) -> None:
    """Of who has sent more than a request nothing would be read, and so not that they have gone."""
    with served(tmp_path / "laid", at_once=2, working=PATIENCE) as server:
        with server.connected(work(server)) as first, server.connected(work(server)) as second:
            wait_until(lambda: len(server.processes) == 2, server.program)
            stand_still(server)
            with server.connected(work(server)) as waiting:
                for each in (first, second, waiting):
                    each.sendall(more)
        wait_until(lambda: is_idle(server), server.program)


def test_work_that_stands_still_has_a_time_too(tmp_path: Path) -> None:
    with served(tmp_path / "laid", working=1.0) as server, server.connected(work(server)) as connection:
        wait_until(lambda: bool(server.processes), server.program)
        stand_still(server)
        assert answered(connection).status == 422
        assert is_idle(server)


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        ({"working": 0.2}, "0.2 seconds"),
        ({"memory": 100_000_000}, "too large"),
        ({"written": 1_000}, "command line"),
    ],
    ids=["time", "memory", "writing"],
)
def test_work_beyond_its_bounds_is_ended(tmp_path: Path, limits: dict[str, float], says: str) -> None:
    with served(tmp_path / "laid", **limits) as server:
        reply = server.posted("/judge", file("lujia.toml", LUJIA + b"# " + b"x" * 4_800_000))
        assert (reply.status, is_idle(server)) == (422, True)
        assert says in reply.page
        assert "relocation run FILE" in reply.page


def test_who_comes_when_too_many_wait_is_told_so(tmp_path: Path) -> None:
    with served(tmp_path / "laid", at_once=1, waiting=1) as server, server.connected(work(server)) as first:
        wait_until(lambda: bool(server.processes), server.program)
        reply = server.posted("/judge", file("a.toml", b"["))
        assert (reply.status, "1 files are waiting" in reply.page) == (503, True)
        assert answered(first).status == 200


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("is_working", [False, True], ids=["idle", "working"])
def test_the_server_ends_at_once_and_leaves_nothing(tmp_path: Path, name: str, is_working: bool) -> None:
    with served(tmp_path / "laid", at_once=1) as server, ExitStack() as people:
        people.enter_context(server.connected())
        if is_working:
            people.enter_context(server.connected(work(server)))
            people.enter_context(server.connected(work(server)))
            wait_until(lambda: bool(server.processes), server.program)
        working = server.processes
        server.program.send_signal(getattr(signal, name))
        _, said = server.program.communicate()
        assert server.program.returncode == 130
        assert said == "Ctrl+C ends it\n"
        assert server.is_empty
        assert not any(Path(f"/proc/{process}").exists() for process in working)


def test_a_server_that_is_killed_takes_its_processes_along(tmp_path: Path) -> None:
    with (
        served(tmp_path / "laid") as server,
        server.connected(work(server)),
        served(tmp_path / "other") as other,
    ):
        wait_until(lambda: bool(server.processes), server.program)
        [working] = server.processes
        server.program.kill()
        server.program.wait()
        wait_until(lambda: not Path(f"/proc/{working}").exists() and server.is_empty, other.program)


def test_a_process_with_a_damaged_folder_ends_and_keeps_it(tmp_path: Path) -> None:
    worker = [sys.executable, "-P", "-m", "relocation.web.worker"]
    (tmp_path / "task.json").write_text("{")
    for folder in (tmp_path, tmp_path / "none"):
        assert finished([*worker, folder], check=False, given="").returncode == 1
    Task("judge", "en", ("gone.toml",), limits=Limits(working=60, memory=3 * 10**9, written=10**8)).put(
        tmp_path, ()
    )
    assert finished([*worker, tmp_path], given="").stderr == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answer", "answer.json", "task.json"]


def test_the_folder_where_it_is_started_says_nothing(tmp_path: Path) -> None:
    for name in ("json", "relocation", "tempfile"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('somebody else')")
    with served(tmp_path / "laid", cwd=tmp_path) as server:
        assert "a TOML file" in server.posted("/judge", file("a.toml", b"[")).page
