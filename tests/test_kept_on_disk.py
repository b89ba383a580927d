"""What a command keeps on disk changes nothing but the time that the next one takes."""

import os
import pickle
import sys
from pathlib import Path

import pytest

from relocation import kept_on_disk
from relocation.kept_on_disk import FILES_KEPT, WRITTEN_BY_A_PROCESS, keep_on_disk, kept
from tests.processes import finished

COMMAND = "import sys; from relocation.cli import main; sys.argv[0] = 'relocation'; main()"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="files have no modes")


@pytest.fixture
def _keeping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELOCATION_CACHE", str(tmp_path))
    monkeypatch.setattr(kept_on_disk, "_written", None)
    keep_on_disk()


def told(folder: Path, *arguments: str) -> str:
    """What a command prints that keeps its books in a folder."""
    surroundings = {**os.environ, "RELOCATION_CACHE": str(folder)}
    return str(finished([sys.executable, "-c", COMMAND, *arguments], env=surroundings).stdout)


def test_what_is_taken_from_the_disk_is_what_was_worked_out(tmp_path: Path) -> None:
    arguments = ("run", "lujia", "--format", "json")
    worked_out = told(tmp_path, *arguments)
    (book,) = tmp_path.glob("book_*.pickle")
    data = book.read_bytes()
    assert told(tmp_path, *arguments) == worked_out
    assert book.read_bytes() == data, "the second command has made it again"
    changed = ("run", "lujia", "--set", "loans.adbc.rate=0.05", "--format", "json")
    assert told(tmp_path, *changed) == told(tmp_path / "empty", *changed)
    assert len(list(tmp_path.glob("book_*.pickle"))) == 1, "another rate is no other structure"


def test_a_file_that_is_not_whole_is_made_again(tmp_path: Path) -> None:
    worked_out = told(tmp_path, "run", "lujia")
    (book,) = tmp_path.glob("book_*.pickle")
    for data in (b"", book.read_bytes()[:5_000], b"x" * 5_000):
        book.write_bytes(data)
        assert told(tmp_path, "run", "lujia") == worked_out
        assert len(book.read_bytes()) > 100_000


@POSIX
@pytest.mark.parametrize("mode", [0o666, 0o620])
@pytest.mark.usefixtures("_keeping")
def test_a_file_that_others_may_write_is_not_read(tmp_path: Path, mode: int) -> None:
    assert kept("trial", "key", lambda: "ours") == "ours"
    (file,) = tmp_path.iterdir()
    other = pickle.dumps("theirs")
    file.write_bytes(kept_on_disk.DIGEST(other).digest() + other)
    assert kept("trial", "key", lambda: "ours") == "theirs", "the file is not read at all"
    file.chmod(mode)
    assert kept("trial", "key", lambda: "made again") == "made again"


@POSIX
@pytest.mark.usefixtures("_keeping")
def test_a_folder_in_which_others_may_write_is_not_read(tmp_path: Path) -> None:
    assert kept("trial", "key", lambda: 1) == 1
    tmp_path.chmod(0o777)
    assert kept("trial", "key", lambda: 2) == 2
    assert kept("trial", "another key", lambda: 3) == 3
    assert len(list(tmp_path.iterdir())) == 1, "nor is anything written into it"


@pytest.mark.usefixtures("_keeping")
def test_another_version_of_the_program_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept("trial", "key", lambda: 1) == 1
    assert kept("trial", "key", lambda: 2) == 1
    monkeypatch.setattr(kept_on_disk, "_program", lambda: "another version")
    assert kept("trial", "key", lambda: 2) == 2


@pytest.mark.usefixtures("_keeping")
def test_files_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = tmp_path / "my own data.pickle"
    theirs.write_bytes(b"theirs")
    os.utime(theirs, (1, 1))
    for number in range(WRITTEN_BY_A_PROCESS + 3):
        assert kept("trial", number, lambda: "made") == "made"
    assert len(list(tmp_path.iterdir())) == WRITTEN_BY_A_PROCESS + 1
    for number in range(FILES_KEPT + 5):
        monkeypatch.setattr(kept_on_disk, "_written", [])
        kept("other", number, lambda: "made")
    assert len(list(tmp_path.iterdir())) == FILES_KEPT + 1
    assert theirs.exists(), "a file of the user in a folder that the user named"


def test_scripts_keep_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELOCATION_CACHE", str(tmp_path))
    monkeypatch.setattr(kept_on_disk, "_written", None)
    assert kept("trial", "key", lambda: 1) == 1
    assert not list(tmp_path.iterdir())


@POSIX
def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert told(tmp_path / "file", "run", "lujia") == told(tmp_path / "folder", "run", "lujia")


@pytest.mark.usefixtures("_keeping")
def test_an_interrupt_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            kept("trial", "key", lambda: "made")
    assert not list(tmp_path.iterdir())
    assert kept("trial", "key", lambda: "made") == "made"


@pytest.mark.usefixtures("_keeping")
def test_what_cannot_be_written_is_still_made(tmp_path: Path) -> None:
    made = kept("trial", "key", lambda: lambda: "a function that no file holds")
    assert made() == "a function that no file holds"
    assert not list(tmp_path.iterdir())
