"""Writing leaves either the old file or the whole new one, and never touches what it must not."""

from __future__ import annotations

import os
import signal
import stat
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from relocation.files import CannotWrite, write_beside
from tests.processes import PATIENCE, started

OLD, NEW = b"the old file", b"the new file" * 1000
posix = pytest.mark.skipif(os.name != "posix", reason="links, devices and limits of POSIX systems")

CHILD = """
import resource, sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from relocation.files import CannotWrite, write_beside
{setup}
try:
    write_beside(Path(sys.argv[1]), b"x" * 2_000_000, force=True)
except CannotWrite as error:
    print(error.text("en"))
    sys.exit(4)
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "out.xlsx"
    path.write_bytes(OLD)
    return path


def child(setup: str, path: Path) -> AbstractContextManager[Any]:
    return started([sys.executable, "-c", CHILD.format(setup=setup), path])


def test_a_new_file_is_written_alone(tmp_path: Path) -> None:
    write_beside(tmp_path / "out.xlsx", NEW)
    assert (tmp_path / "out.xlsx").read_bytes() == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]


def test_a_name_without_folder_means_the_current_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_beside(Path("out.xlsx"), NEW)
    assert (tmp_path / "out.xlsx").read_bytes() == NEW


def test_a_file_that_exists_is_kept_without_force(old: Path) -> None:
    with pytest.raises(CannotWrite, match="force=True"):
        write_beside(old, NEW)
    assert old.read_bytes() == OLD


def test_force_replaces_a_file(old: Path) -> None:
    write_beside(old, NEW, force=True)
    assert old.read_bytes() == NEW
    assert [path.name for path in old.parent.iterdir()] == ["out.xlsx"]


def hard_link(path: Path) -> Path:
    os.link(path, path.with_name("other.xlsx"))
    return path.with_name("other.xlsx")


def symbolic_link(path: Path) -> Path:
    path.with_name("other.xlsx").symlink_to(path)
    return path.with_name("other.xlsx")


def roundabout(path: Path) -> Path:
    (path.parent / "folder").mkdir()
    return path.parent / "folder" / ".." / path.name


def relative(path: Path) -> Path:
    return Path(os.path.relpath(path))


def linked_folder(path: Path) -> Path:
    folder = path.parent.with_name(path.parent.name + "_link")
    folder.symlink_to(path.parent)
    return folder / path.name


@posix
@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("alias", [Path, hard_link, symbolic_link, roundabout, relative, linked_folder])
def test_the_input_is_never_written_over(old: Path, alias: Callable[[Path], Path], force: bool) -> None:
    other = alias(old)
    with pytest.raises(CannotWrite, match="never written over"):
        write_beside(other, NEW, force=force, forbid=old)
    assert old.read_bytes() == OLD
    with pytest.raises(CannotWrite, match="never written over"):
        write_beside(old, NEW, force=force, forbid=other)
    assert old.read_bytes() == OLD


@posix
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_bytes(OLD)
    for target in (precious, tmp_path / "nowhere"):
        link = tmp_path / f"to_{target.name}.xlsx"
        link.symlink_to(target)
        with pytest.raises(CannotWrite, match="a link"):
            write_beside(link, NEW, force=True)
    assert precious.read_bytes() == OLD
    assert not (tmp_path / "nowhere").exists()


@posix
@pytest.mark.parametrize("path", ["/dev/null", "/dev/full"])
def test_a_device_is_refused(path: str) -> None:
    before = os.stat(path).st_rdev
    with pytest.raises(CannotWrite, match="device"):
        write_beside(Path(path), NEW, force=True)
    assert os.stat(path).st_rdev == before


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out.xlsx").mkdir()
    with pytest.raises(CannotWrite, match="folder"):
        write_beside(tmp_path / "out.xlsx", NEW, force=True)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="does not exist"):
        write_beside(tmp_path / "no" / "out.xlsx", NEW)


def test_a_file_in_place_of_the_folder_is_told(old: Path) -> None:
    with pytest.raises(CannotWrite):
        write_beside(old / "out.xlsx", NEW)


@pytest.mark.parametrize("length", [200, 240, 250, 300])
def test_a_long_name_is_written_or_refused(tmp_path: Path, length: int) -> None:
    path = tmp_path / ("a" * (length - 5) + ".xlsx")
    if length > 255:
        with pytest.raises(CannotWrite):
            write_beside(path, NEW)
        return
    write_beside(path, OLD)
    write_beside(path, NEW, force=True)
    assert path.read_bytes() == NEW


@pytest.mark.parametrize("lock", [".~lock.out.xlsx#", "~$out.xlsx"])
def test_a_file_open_in_an_office_program_is_kept(old: Path, lock: str) -> None:
    (old.parent / lock).write_text("planner")
    with pytest.raises(CannotWrite, match="open in another program"):
        write_beside(old, NEW, force=True)
    assert old.read_bytes() == OLD


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root writes into read-only folders")
def test_a_read_only_folder_is_told(old: Path) -> None:
    old.parent.chmod(0o555)
    try:
        with pytest.raises(CannotWrite, match="cannot be written"):
            write_beside(old, NEW, force=True)
    finally:
        old.parent.chmod(0o755)
    assert old.read_bytes() == OLD


@posix
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_the_file_is_as_readable_as_the_user_wants_files_to_be(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        write_beside(tmp_path / "out.xlsx", NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out.xlsx").stat().st_mode) == mode


@posix
def test_a_full_disk_keeps_the_old_file(old: Path) -> None:
    with child("resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))", old) as run:
        said, errors = run.communicate()
    assert run.returncode == 4, errors
    assert "cannot be written" in said
    assert old.read_bytes() == OLD
    assert [path.name for path in old.parent.iterdir()] == ["out.xlsx"]


@posix
def test_a_kill_before_the_file_is_whole_keeps_the_old_one(old: Path) -> None:
    """The child is stopped where everything is written and nothing is in its place yet."""
    waits = f"import os, time; os.replace = lambda *_: (print('now', flush=True), time.sleep({PATIENCE}))"
    with child(waits, old) as run:
        assert run.stdout.readline() == "now\n"
        run.send_signal(signal.SIGKILL)
        run.communicate()
    assert old.read_bytes() == OLD


@posix
def test_a_kill_at_any_moment_leaves_one_of_the_two(old: Path) -> None:
    for wait in (0.0, 0.001, 0.002, 0.005, 0.01, 0.05):
        old.write_bytes(OLD)
        with child("print('now', flush=True)", old) as run:
            assert run.stdout.readline() == "now\n"
            time.sleep(wait)
            run.kill()
            run.communicate()
        assert old.read_bytes() in (OLD, b"x" * 2_000_000)


def test_an_interrupt_leaves_nothing_behind(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_beside(old, NEW, force=True)
    assert [path.name for path in old.parent.iterdir()] == ["out.xlsx"]
    assert old.read_bytes() == OLD


def test_the_message_is_said_in_both_languages(old: Path) -> None:
    with pytest.raises(CannotWrite) as raised:
        write_beside(old, NEW)
    assert "exists already" in raised.value.text("en")
    assert "文件已存在" in raised.value.text("zh")
