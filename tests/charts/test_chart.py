"""Pictures to show and to keep: in a notebook, as SVG and PNG, from the command line; what is missing is said."""

import struct
import sys
from pathlib import Path

import pytest

import relocation as rl
from relocation.charts import png
from relocation.charts.chart import Chart
from relocation.charts.png import CannotDraw, png_bytes
from relocation.files import CannotWrite
from relocation.formula.language.line_items import UnknownName
from relocation.reports.figures import FIGURES
from tests.charts.figures import EXAMPLES
from tests.cli.running import relocation


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def size_of(data: bytes) -> tuple[int, int]:
    assert data.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def test_a_notebook_shows_the_chart_of_an_appraisal() -> None:
    chart = rl.load("lujia").appraise().chart("cash", lang="zh")
    assert chart._repr_svg_() == chart.svg("zh")
    assert "期末现金" in chart.svg()
    assert "Closing cash" in chart.svg("en")


def test_an_unknown_chart_names_those_near_it() -> None:
    with pytest.raises(UnknownName, match="cash"):
        rl.load("lujia").appraise().chart("cach")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_png_is_as_large_as_asked(lang: str) -> None:
    chart = Chart(EXAMPLES["lines"], lang)  # type: ignore[arg-type]
    width, height = size_of(chart.png(width=400, zoom=2))
    assert width == 800
    assert f'height="{height // 2}"' in chart.svg(width=400)


def test_a_chart_is_saved_as_its_name_says() -> None:
    chart = Chart(EXAMPLES["bars"])
    chart.save("bars.svg")
    chart.save("bars.png")
    assert Path("bars.svg").read_text("utf-8") == chart.svg()
    assert size_of(Path("bars.png").read_bytes())[0] == 2 * chart.width
    with pytest.raises(CannotWrite, match="exists already"):
        chart.save("bars.svg")
    with pytest.raises(ValueError, match=r"\.svg or \.png"):
        chart.save("bars.gif")


def test_without_a_chinese_font_boxes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "has_chinese", lambda: False)
    with pytest.raises(CannotDraw, match="no font with Chinese"):
        Chart(EXAMPLES["lines"], "zh").png()
    assert Chart(EXAMPLES["lines"], "en").png()


def test_a_machine_where_all_characters_look_alike_has_no_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "_rendered", lambda *_: b"a box")
    assert not png.has_chinese.__wrapped__()


def test_without_resvg_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(CannotDraw, match=r"relocation\[pictures\]"):
        png_bytes("<svg/>")
    outcome = relocation("chart", "lujia", "cash", "-o", "cash.png")
    assert (outcome.code, outcome.stdout) == (2, "")
    assert "relocation[pictures]" in outcome.stderr
    assert not Path("cash.png").exists()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_draws_what_the_appraisal_draws(lang: str) -> None:
    chart = rl.load("lujia").appraise().chart("sources", lang=lang)  # type: ignore[arg-type]
    printed = relocation("chart", "lujia", "sources", "--lang", lang)
    assert (printed.code, printed.stderr) == (0, "")
    assert printed.stdout == chart.svg() + "\n"
    written = relocation("chart", "lujia", "sources", "--lang", lang, "-o", "out.svg")
    assert (written.code, written.stdout) == (0, "")
    assert Path("out.svg").read_text("utf-8") == chart.svg()


def test_a_changed_input_changes_the_picture() -> None:
    changed = relocation("chart", "lujia", "cash", "--set", "land_quota.price=*0.5").stdout
    assert changed != relocation("chart", "lujia", "cash").stdout


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", ["", "cashh"])
def test_an_unknown_kind_lists_the_kinds(kind: str, lang: str) -> None:
    outcome = relocation("chart", "lujia", *filter(None, [kind]), "--lang", lang)
    assert (outcome.code, outcome.stdout) == (2, "")
    for name, picture in FIGURES.items():
        assert f"  {name} " in outcome.stderr
        assert picture.title.text(lang) in outcome.stderr  # type: ignore[arg-type]


def test_the_help_names_every_kind() -> None:
    text = " ".join(relocation("chart", "--help").stdout.split())
    assert ", ".join(FIGURES) in text


def test_no_picture_takes_the_place_of_another_unasked() -> None:
    Path("mine.svg").write_text("mine", encoding="utf-8")
    outcome = relocation("chart", "lujia", "cash", "-o", "mine.svg")
    assert (outcome.code, Path("mine.svg").read_text("utf-8")) == (4, "mine")
    assert "--force" in outcome.stderr
    assert relocation("chart", "lujia", "cash", "-o", "mine.svg", "--force").code == 0
    assert Path("mine.svg").read_text("utf-8").startswith("<svg")


def test_another_ending_is_refused_before_anything_is_read() -> None:
    outcome = relocation("chart", "no such case", "cash", "-o", "cash.pdf")
    assert outcome.code == 2
    assert ".png or .svg" in outcome.stderr
