"""What the command that shows the program as a page may be asked."""

from __future__ import annotations

from typing import Annotated

from relocation.cli.options import Command, option, say


class Web(Command):
    help = say(
        "Show the program as a page, for people without Python. On this machine only, unless --host says otherwise.",
        "以网页形式提供测算，供无 Python 者使用；默认仅限本机，除非用 --host 另行指定。",
    )
    host: Annotated[
        str,
        option(
            "Address to listen at; 0.0.0.0 is reached by the whole network, and the address then holds a token.",
            "监听地址；0.0.0.0 表示全网可访问，此时网址中含口令。",
        ),
    ] = "127.0.0.1"
    port: Annotated[
        int, option("Port to listen at; 0 takes a free one.", "端口；0 表示任选空闲端口。", min=0, max=65535)
    ] = 8765
    outside: Annotated[
        str,
        option(
            "Address of a server with TLS before this one, such as https://plans.example; it passes Host on as it came.",
            "前置 TLS 服务器的网址，如 https://plans.example；该服务器须原样转发 Host。",
            "--reached-as",
            metavar="URL",
        ),
    ] = ""
    opened: Annotated[
        bool, option("Open the page in the browser of this machine.", "在本机浏览器中打开该页。", "--open")
    ] = False
