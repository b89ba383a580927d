"""What moves a number most, as a workbook: a tornado with its bars and a spider with its lines, drawn from the cells.

The figures come from the plan appraised again with other inputs, so they are values; what is derived from them on the
sheets themselves, differences and swings, is a live formula. The heads say so.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relocation.excel.sheets.spider import write_spider
from relocation.excel.sheets.tornado import write_tornado
from relocation.excel.write.draft import Draft, draft_without_places
from relocation.excel.write.page import Page
from relocation.excel.write.styles import MoneyUnit
from relocation.excel.write.workbook import bytes_of
from relocation.files import write_beside
from relocation.labels import Label, Language
from relocation.project.project import Project

if TYPE_CHECKING:
    import pandas as pd

    from relocation.formula.language.book import LineItem

TORNADO, SPIDER = Label("Tornado", "敏感性排序"), Label("Spider", "蛛网图")


def write_sensitivity(
    project: Project,
    tornado: pd.DataFrame,
    spider: pd.DataFrame,
    line: LineItem,
    path: Path,
    *,
    lang: Language = "en",
    money: MoneyUnit = "yuan",
    force: bool = False,
    forbid: Path | None = None,
) -> None:
    """Writes the workbook of a tornado and a spider of one output, `line`.

    Raises CannotWrite; `forbid` is a file that must not be written over, whatever `force` says.
    """
    data = sensitivity_bytes(project, tornado, spider, line, lang=lang, money=money)
    write_beside(path, data, force=force, forbid=forbid)


def sensitivity_bytes(
    project: Project,
    tornado: pd.DataFrame,
    spider: pd.DataFrame,
    line: LineItem,
    *,
    lang: Language = "en",
    money: MoneyUnit = "yuan",
) -> bytes:
    """The workbook, byte for byte the same for the same frames."""
    return bytes_of(sensitivity_draft(project, tornado, spider, line, lang=lang, money=money), front=0)


def sensitivity_draft(
    project: Project,
    tornado: pd.DataFrame,
    spider: pd.DataFrame,
    line: LineItem,
    *,
    lang: Language = "en",
    money: MoneyUnit = "yuan",
) -> Draft:
    """Both sheets with their formulas, and beside them the value of every formula cell."""
    name = Label(project.village.name_en, project.village.name_zh).text(lang)
    draft = draft_without_places(lang, money, name=name)
    choices = {one.path: one.record.choices for one in project.values() if one.record.choices}
    write_tornado(
        Page(draft, "tornado", draft.workbook.create_sheet(TORNADO.text(lang))), tornado, line, choices
    )
    if len(spider):
        write_spider(Page(draft, "spider", draft.workbook.create_sheet(SPIDER.text(lang))), spider, line)
    return draft
