"""The command that shows the program as a page: web."""

from __future__ import annotations

import webbrowser
from importlib.util import find_spec

import typer

from relocation.cli.options import NOT_WRITTEN
from relocation.cli.web_command import Web
from relocation.labels import Label

NO_WEB = Label(
    'the page needs Starlette and uvicorn: pip install "relocation[web]"',
    '网页服务需要 Starlette 与 uvicorn：pip install "relocation[web]"',
)
FOR_HOLDERS = Label(
    "whoever has this address can use the page; tell it only within the office",
    "凡持有该网址者均可使用，请仅在单位内部告知",
)
ENDS = Label("Ctrl+C ends it", "按 Ctrl+C 结束")
SHARED = Label(
    "whoever has this address can use the page; what is sent is not encrypted on the way, so tell it only within the office",
    "凡持有该网址者均可使用；传输未加密，请仅在单位内部告知",
)


def web(asked: Web) -> None:
    """Serves the page until it is interrupted."""
    if any(find_spec(name) is None for name in ("starlette", "uvicorn", "python_multipart")):
        asked.refuse(NO_WEB)
    from relocation.web.limits import Limits
    from relocation.web.server import Place, address, bound, new_token, outside_of, serve

    outside = outside_of(asked.outside) if asked.outside else ""
    if outside is None:
        asked.refuse(_no_address(asked.outside))
    place = Place(asked.host, asked.port, outside)
    try:
        listening = bound(place)
    except OSError as error:
        asked.tell(_not_bound(asked, error))
        raise typer.Exit(NOT_WRITTEN) from None
    token = new_token(place)
    told = address(place, listening, token)

    def ready() -> None:
        typer.echo(told)
        asked.tell(ENDS)
        if token:
            asked.tell(FOR_HOLDERS if outside.startswith("https:") else SHARED)
        if asked.opened:
            webbrowser.open(told)

    serve(place, listening, token, Limits(), ready)


def _no_address(text: str) -> Label:
    return Label(
        f'--reached-as {text}: expected scheme, host and perhaps a port, such as "https://plans.example"',
        f"--reached-as {text}：应为协议、主机名及可选端口，如 “https://plans.example”",
    )


def _not_bound(asked: Web, error: OSError) -> Label:
    where, why = f"{asked.host}:{asked.port}", error.strerror or type(error).__name__
    return Label(
        f"{where}: cannot listen there ({why}); choose another with --port, or 0 for a free one",
        f"{where}：无法监听（{why}）；请用 --port 另选端口，0 表示任选空闲端口",
    )
