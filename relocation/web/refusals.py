"""Why a request is not answered, and what to do; said to its reader as a page."""

from __future__ import annotations

from relocation.labels import Label
from relocation.web.limits import MEGABYTE, Limits


class Refusal(Exception):
    """A request that is not answered as it was meant: the status of the answer, and what its reader is told."""

    def __init__(self, status: int, label: Label) -> None:
        super().__init__(label.en)
        self.status, self.label = status, label


def no_such_page() -> Refusal:
    """Nothing is at this address, or its token is wrong."""
    return Refusal(
        404,
        Label(
            "There is no such page. Use the whole address that relocation web printed.",
            "没有这个页面。请使用 relocation web 给出的完整网址。",
        ),
    )


def other_host() -> Refusal:
    """Somebody else's name leads here."""
    return Refusal(
        421,
        Label(
            "This page is not reached under this name. Use the address that relocation web printed.",
            "不能用此名称访问本页。请使用 relocation web 给出的网址。",
        ),
    )


def other_origin() -> Refusal:
    """Another page sent this form."""
    return Refusal(
        403,
        Label(
            "This was sent from another page, so nothing was done. Open the first page and choose the file there.",
            "该请求来自其他网页，未作处理。请打开首页，在那里选择文件。",
        ),
    )


def not_asked_so() -> Refusal:
    """Another method than a page of ours uses."""
    return Refusal(405, Label("Open the first page and choose a file there.", "请打开首页，在那里选择文件。"))


def too_large(limits: Limits) -> Refusal:
    """More bytes than a request may have."""
    most = limits.file // MEGABYTE
    return Refusal(
        413,
        Label(
            f"The file is larger than {most} MB, so it was not read. Copy its inputs into a fresh template; a filled one has "
            "less than 1 MB as a rule.",
            f"文件超过 {most} MB，未予读取。请将输入值复制到新模板；填好的模板一般不到 1 MB。",
        ),
    )


def broken_off() -> Refusal:
    """The request ended early, or is none that a form sends."""
    return Refusal(
        400,
        Label("The file did not arrive whole. Send it again.", "文件未能完整收到。请重新发送。"),
    )


def too_slow() -> Refusal:
    """The request took too long to come."""
    return Refusal(
        408,
        Label("The file took too long to arrive. Send it again.", "文件传送时间过长。请重新发送。"),
    )


def no_file() -> Refusal:
    """Nothing was chosen."""
    return Refusal(400, Label("No file was chosen. Choose one and send it.", "未选择文件。请选择后再发送。"))


def too_many(limits: Limits) -> Refusal:
    """More requests wait than there is room for."""
    return Refusal(
        503,
        Label(
            f"{limits.waiting} files are waiting already. Send it again in a minute.",
            f"已有 {limits.waiting} 个文件在等候。请稍后再发送。",
        ),
    )


def failed(error: Exception) -> Refusal:
    """The server could not do what it does as a rule: its disk is full, its files are used up."""
    why = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return Refusal(
        500,
        Label(
            f"The server cannot work on a file now ({why}). Tell whoever started it.",
            f"服务器暂时无法处理文件（{why}）。请告知启动该服务的人员。",
        ),
    )


def unreadable() -> Refusal:
    """What came is not HTTP as a browser speaks it."""
    return Refusal(
        400, Label("This request cannot be read. Open the first page.", "无法识别该请求。请打开首页。")
    )


def no_length() -> Refusal:
    """A form comes in chunks, which no browser does."""
    return Refusal(
        411,
        Label(
            "The request does not state its size, so it was not read. Open the first page and choose the file there.",
            "请求未说明大小，未予读取。请打开首页，在那里选择文件。",
        ),
    )


def beyond_bounds(limits: Limits) -> Refusal:
    """The process that worked on a file took more than it may, or fell."""
    memory = limits.memory // (1000 * MEGABYTE)
    return Refusal(
        422,
        Label(
            f"This file takes more than {limits.working:g} seconds or {memory} GB of memory to work out, which a page may not. "
            "Run it at the command line: relocation run FILE",
            f"测算该文件所需超过网页的上限（{limits.working:g} 秒、{memory} GB 内存）。"
            "请在命令行中测算：relocation run 文件",
        ),
    )
