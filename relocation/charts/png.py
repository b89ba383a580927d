"""An SVG as a PNG, for what shows no SVG: by resvg, which comes with the extra `pictures`."""

from __future__ import annotations

import re
from functools import cache

from relocation.labels import Label, Language

ZOOM = 2.0  # pixels of the PNG for each of the SVG, so that it is sharp in print
PAPER = "#ffffff"
CHINESE = re.compile("[\u3400-\u9fff]")
SAMPLE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text y="30" font-size="30">{}</text></svg>'
NO_DRAWER = Label(
    'a PNG needs resvg: pip install "relocation[pictures]"; an SVG needs nothing',
    '生成 PNG 需要 resvg：pip install "relocation[pictures]"；SVG 无需安装',
)
NO_FONT = Label(
    "this machine has no font with Chinese, so a PNG would show boxes: install one, such as Noto Sans CJK SC or "
    "WenQuanYi Micro Hei, or take the SVG, which is drawn where it is looked at",
    "本机没有中文字体，PNG 中的汉字会变成方框：请安装中文字体（如思源黑体、文泉驿微米黑），或改用 SVG，由查看的设备显示",
)


class CannotDraw(RuntimeError):
    """Something is missing that a picture needs; `label` says what, and how to get it."""

    def __init__(self, label: Label) -> None:
        self.label = label
        super().__init__(label.en)

    def text(self, lang: Language) -> str:
        """The message in the wanted language."""
        return self.label.text(lang)


def png_bytes(svg: str, zoom: float = ZOOM) -> bytes:
    """The picture of an SVG on white. Raises CannotDraw where resvg or a font is missing."""
    if CHINESE.search(svg) and not has_chinese():
        raise CannotDraw(NO_FONT)
    return _rendered(svg, zoom)


@cache
def has_chinese() -> bool:
    """Whether there is a font with Chinese: without one, every character looks like every other."""
    one, other = (_rendered(SAMPLE.format(letter), 1.0) for letter in "国村")
    return one != other


def _rendered(svg: str, zoom: float) -> bytes:
    try:
        import resvg_py
    except ImportError:
        raise CannotDraw(NO_DRAWER) from None
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, background=PAPER, zoom=zoom))
