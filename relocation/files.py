"""Writing a file so that it is either the old one or the whole new one, never half of it."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from relocation.caller import for_caller
from relocation.labels import Label, Language


class CannotWrite(OSError):
    """The output cannot be written; `message` says why and how to mend it."""

    def __init__(self, path: Path, reason: Label, remedy: Label) -> None:
        self.path, self.reason, self.remedy = path, reason, remedy
        super().__init__(self.text("en"))

    def text(self, lang: Language) -> str:
        """The message in the wanted language."""
        return f"{self.path}: {self.reason.text(lang)}; {self.remedy.text(lang)}"


def another_name() -> Label:
    """The remedy of a name that cannot be used."""
    return for_caller(
        Label("choose another name with -o", "请用 -o 指定其他文件名"),
        Label("choose another name", "请改用其他文件名"),
    )


def write_beside(path: Path, data: bytes, *, force: bool = False, forbid: Path | None = None) -> None:
    """Writes `data` to a temporary file in the same folder, then puts it in the place of `path`.

    Raises CannotWrite, leaving whatever stood there as it was: for a folder, a link, a device, a missing parent,
    a file that exists (unless `force`), the file `forbid` under any name, a file open in an office program.
    """
    with written_beside(path, force=force, forbid=forbid) as file:
        file.write(data)


@contextlib.contextmanager
def written_beside(path: Path, *, force: bool = False, forbid: Path | None = None) -> Iterator[BinaryIO]:
    """A file to write bit by bit, which takes the place of `path` once the block has ended well.

    Refuses what `write_beside` refuses, before anything is written. After an error nothing is left of it.
    """
    _refuse(path, force, forbid)
    name = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent or Path(), prefix=".relocation-", suffix=".part")
        with open(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(handle)
        # mkstemp makes the file private; a result is as readable as any file the user writes.
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException as error:
        if name is not None:
            with contextlib.suppress(OSError):
                os.unlink(name)
        if not isinstance(error, OSError) or isinstance(error, CannotWrite):
            raise
        reason = error.strerror or type(error).__name__
        raise CannotWrite(
            path, Label(f"cannot be written ({reason})", f"无法写入（{reason}）"), another_name()
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refuse(path: Path, force: bool, forbid: Path | None) -> None:
    try:
        status = path.lstat()
    except FileNotFoundError:
        status = None
    except OSError as error:
        raise CannotWrite(
            path,
            Label(f"cannot be written ({error.strerror})", f"无法写入（{error.strerror}）"),
            another_name(),
        ) from None
    if not path.parent.is_dir():
        raise CannotWrite(
            path,
            Label("its folder does not exist", "所在文件夹不存在"),
            Label("make the folder first", "请先建立文件夹"),
        )
    if forbid is not None and status is not None and forbid.exists() and os.path.samefile(forbid, path):
        raise CannotWrite(
            path, Label("is the input, which is never written over", "是输入文件，不会被覆盖"), another_name()
        )
    if status is None:
        return
    if not stat.S_ISREG(status.st_mode):
        raise CannotWrite(
            path, Label("is a folder, a link or a device", "是文件夹、链接或设备"), another_name()
        )
    if _open_elsewhere(path):
        raise CannotWrite(
            path,
            Label("is open in another program", "正在其他程序中打开"),
            Label("close it there first", "请先在该程序中关闭"),
        )
    if not force:
        raise CannotWrite(
            path,
            Label("exists already", "文件已存在"),
            for_caller(
                Label("add --force to replace it", "如需替换请加 --force"),
                Label("write force=True to replace it", "如需替换请写 force=True"),
            ),
        )


def _open_elsewhere(path: Path) -> bool:
    """Office programs leave a lock file beside a file they have open."""
    locks = (path.parent / f".~lock.{path.name}#", path.parent / f"~${path.name}")
    return any(os.path.exists(lock) for lock in locks)  # false, too, where the lock's name would be too long
