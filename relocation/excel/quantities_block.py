"""Below the budget: its quantities summed up by unit, live.

Each item has a row that shows its unit and the sum of all items of its group in that unit, unless a row above does so
already; so the block follows whatever unit a planner types, in a spare slot too.
"""

from __future__ import annotations

from collections.abc import Mapping

from relocation.annual.quantities import GROUPS
from relocation.excel import styles
from relocation.excel.cell_styles import Look
from relocation.excel.page import Page
from relocation.labels import Label

TITLE = Label("Quantities by unit", "按计量单位汇总的数量")
UNIT, QUANTITY = "B", "C"


def write_quantities(page: Page, items: Mapping[int, str], at: int, width: int) -> None:
    """Writes the block from row `at` on. `items` are the paths of the items that stand in the rows above."""
    page.section(at, TITLE, width)
    for group in GROUPS:
        places = [place for place, path in items.items() if path.startswith(f"{group}.")]
        above: list[int] = []
        for place in places:
            at += 1
            _write_sum(page, at, group, place, places, above)
            above.append(at)


def _unit(page: Page, at: int) -> str:
    """The unit of a row as its cell caches it; spreadsheets compare texts without regard to capitals."""
    return str(page.draft.cached[page.ws.title, f"{UNIT}{at}"]).casefold()


def _is_new(page: Page, at: int, before: list[int]) -> bool:
    unit = _unit(page, at)
    return bool(unit) and all(unit != _unit(page, one) for one in before)


def _write_sum(page: Page, at: int, group: str, place: int, places: list[int], above: list[int]) -> None:
    look: Look = {"border": styles.HAIRLINE, "number_format": "General"}
    named: Look = {**look, "alignment": styles.SET_IN}
    known = ",".join(f"{UNIT}{place}={text}" for text in ('""', *(f"{UNIT}{row}" for row in above)))
    told = _is_new(page, place, [one for one in places if one < place])
    label = GROUPS[group].text(page.draft.lang)
    unit, amount = page.draft.cached[page.ws.title, f"{UNIT}{place}"], _sum(page, place, places)
    page.raw_formula(
        f"A{at}",
        f'=IF({UNIT}{at}="","","{label}")',
        label if told else "",
        None,
        **named,
    )
    page.raw_formula(f"{UNIT}{at}", f'=IF(OR({known}),"",{UNIT}{place})', unit if told else "", None, **look)
    same = "+".join(f"IF({UNIT}{one}={UNIT}{at},{QUANTITY}{one},0)" for one in places)
    shown: Look = {**look, "number_format": "#,##0.##"}
    page.raw_formula(
        f"{QUANTITY}{at}", f'=IF({UNIT}{at}="","",{same})', amount if told else "", None, **shown
    )


def _sum(page: Page, place: int, places: list[int]) -> float:
    found = (
        page.draft.cached[page.ws.title, f"{QUANTITY}{one}"]
        for one in places
        if _unit(page, one) == _unit(page, place)
    )
    return sum(one for one in found if isinstance(one, float))
