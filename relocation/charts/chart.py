"""A picture that can be shown and kept: by notebooks, as a file, in a document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from relocation.charts.png import ZOOM, png_bytes
from relocation.charts.svg import WIDTH, svg_text
from relocation.files import write_beside
from relocation.labels import Language
from relocation.tables.figures import Figure

SVG, PNG = ".svg", ".png"


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure with the language, the width in pixels and the scale of money in which it is drawn unless asked otherwise."""

    figure: Figure
    lang: Language = "en"
    width: int = WIDTH
    scale: str | None = None

    def svg(self, lang: Language | None = None, width: int | None = None) -> str:
        """The picture as SVG."""
        return svg_text(self.figure, lang or self.lang, width or self.width, scale=self.scale)

    def png(self, lang: Language | None = None, width: int | None = None, zoom: float = ZOOM) -> bytes:
        """The picture as PNG, `zoom` times as large. Raises CannotDraw."""
        return png_bytes(self.svg(lang, width), zoom)

    def save(self, path: str | Path, *, force: bool = False) -> None:
        """Writes the picture as the name says, .svg or .png. Raises CannotWrite and CannotDraw; leaves no half-written file."""
        write_beside(Path(path), self.as_file(Path(path).suffix), force=force)

    def as_file(self, suffix: str) -> bytes:
        """What a file with this ending holds. Raises ValueError for another than .svg and .png."""
        match suffix.lower():
            case ".svg":
                return self.svg().encode("utf-8")
            case ".png":
                return self.png()
        raise ValueError(f"the name of a picture ends in {SVG} or {PNG}, not {suffix!r}")

    def _repr_svg_(self) -> str:
        """What a notebook shows."""
        return self.svg()
