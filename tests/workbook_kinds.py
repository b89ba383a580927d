"""Every kind of workbook that the package writes, twice: with the same rows and other numbers, which somebody may have typed.

Whatever stands in the cells of the second as a constant is typed into the first, and its formulas must come to what Python
has worked out for the second. So a kind needs nothing but two ways to make it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from openpyxl import load_workbook

import relocation
from relocation.county.consolidation import County, Village
from relocation.county.shared_loan import SharedLoan
from relocation.excel.sheets.county import county_draft
from relocation.excel.sheets.households import household_workbook
from relocation.excel.sheets.roster import roster_template
from relocation.excel.sheets.tornado import sensitivity_draft
from relocation.excel.workbook import draft_of, scenario_table
from relocation.excel.write.draft import Draft
from relocation.excel.write.report_workbooks import (
    insurance_draft,
    livelihood_draft,
    points_draft,
    risks_workbook,
)
from relocation.excel.write.saving import bytes_of
from relocation.households.household_ledger import ledger
from relocation.households.money import Ratio
from relocation.households.synthetic import synthetic_lujia
from relocation.insurance.fund import fund_account
from relocation.insurance.scheme import Scheme
from relocation.labels import Language
from relocation.livelihood.account import account_of
from relocation.livelihood.livelihood import Livelihood
from relocation.livelihood.risks import risk_rows
from relocation.model import build_book
from relocation.points.ledger import PointsEntry, PointsLedger
from relocation.project.project import Project
from relocation.project.template import empty_project, padded
from relocation.scenarios.comparison import compare
from relocation.scenarios.sensitivity.spider import spider
from relocation.scenarios.sensitivity.tornado import tornado
from relocation.sourced import shipped
from tests.households.rosters import LUJIA as RULES
from tests.spreadsheet_programs import Address, CellValue, with_cells

Content = str | float | bool | date


@dataclass(frozen=True)
class Kind:
    """A workbook, and the same with other numbers, in the same cells."""

    before: Draft
    after: Draft

    @cached_property
    def data(self) -> bytes:
        return bytes_of(self.before)

    @cached_property
    def typed(self) -> bytes:
        """The first workbook with the constants of the second, its formulas and the values cached for them as they were."""
        ours, theirs = constants(self.data), constants(bytes_of(self.after))
        return with_cells(
            self.data, {at: value for at, value in theirs.items() if at in ours and ours[at] != value}
        )

    @property
    def expected(self) -> Mapping[Address, CellValue]:
        """What the formulas show after that."""
        return self.after.cached


def constants(data: bytes) -> dict[Address, Content | None]:
    """What stands in the cells that are no formulas."""
    book = load_workbook(io.BytesIO(data))
    return {
        (sheet.title, cell.coordinate): cell.value.date() if isinstance(cell.value, datetime) else cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type != "f" and cell.has_style
    }


LUJIA = relocation.load("lujia")
LUJIA_CHANGES: Mapping[str, Any] = {
    "village.households": 402,
    "land_quota.area": 1_499.7,
    "land_quota.price": 101_234.56,
    "construction.housing.quantity": 26_500.5,
    "compensation.brick.rate": 1_499.99,
    "loans.adbc.rate": 0.0455,
    "evaluation.discount_rate": 0.07,
}
# Formulas of a planner that floats would decide: what they ask is a tie before the change or after it.
OWN = {
    "tie": "1_000_000 if village.households * 0.1 + 0.2 == 39.3 else 0",
    "floor": "floor(land_quota.price * 100) + floor(loans.adbc.rate * 1000) * 1000",
    "repaid": "1_000_000 if previous(loans.adbc.closing) > 0 and t > 1 else 0",
    "cents": "round(construction.housing.quantity * 0.335, 2) + round(loans.adbc.rate * 1.1, 2)",
    "sign": "sign(land_quota.area - 1499.5 - 0.2) * 100 + sign(evaluation.discount_rate - 0.07) * 10",
    "part": "ratio(land_quota.price, land_quota.area - 60.4 - 40.3)",
}


def own_formulas(changes: Mapping[str, Any]) -> Project:
    stated = LUJIA.nested()
    stated["other"] = {name: {"kind": "memo", "formula": text} for name, text in OWN.items()}
    return Project.build(stated).replace(changes)


def project(lang: Language) -> Kind:
    return Kind(*(draft_of(one.appraise(), lang=lang) for one in (LUJIA, LUJIA.replace(LUJIA_CHANGES))))


def project_of_ties(lang: Language) -> Kind:
    ties = {"village.households": 391, "land_quota.price": 4.1, "construction.housing.quantity": 3.0}
    dust = {"land_quota.area": 100.7, "land_quota.resettlement_area": 60.4, "land_quota.retained_area": 40.3}
    both = (own_formulas({}), own_formulas({**LUJIA_CHANGES, **ties, **dust}))
    return Kind(*(draft_of(one.appraise(), lang=lang) for one in both))


def template(lang: Language) -> Kind:
    """The blank template, and what a planner may fill in."""
    blank = padded(empty_project())
    filled = {
        "village.households": 120,
        "village.persons": 300,
        "land_quota.area": 900.5,
        "land_quota.price": 80_000.0,
        "land_quota.receipts.first.share": 0.4,
        "land_quota.receipts.slot_1.share": 0.6,
        "land_quota.receipts.slot_1.period": 3,
        "construction.housing.quantity": 29_000.0,
        "construction.housing.rate": 1_650.0,
        "compensation.brick.quantity": 10_000.0,
        "compensation.brick.rate": 1_500.0,
        "loans.slot_1.principal": 2e7,
        "loans.slot_1.rate": 0.045,
        "loans.slot_1.term": 8,
        "loans.slot_1.label_en": "County loan",
        "loans.slot_1.label_zh": "县级贷款",
    }
    return Kind(*(draft_of(one.appraise(), lang=lang) for one in (blank, blank.replace(filled))))


def comparison(lang: Language) -> Kind:
    """The base changes; the cases beside it are values."""

    def made(base: Project) -> Draft:
        cases = {"base": base, "price -20%": LUJIA.scale("land_quota.price", 0.8)}
        compared = compare({**cases, "no loan": LUJIA.replace({"loans.adbc.principal": 0})})
        table = scenario_table(compared, lang)
        return draft_of(compared.appraisals["base"], lang=lang, scenarios=table, comparison=compared)

    return Kind(made(LUJIA), made(LUJIA.replace({"loans.adbc.rate": 0.06, "village.households": 402})))


def sensitivity(lang: Language) -> Kind:
    paths = ("land_quota.price", "land_quota.area", "loans.adbc.method", "loans.adbc.rate")

    def made(one: Project) -> Draft:
        frame = tornado(one, "npv", 0.2, paths, lang)
        lines = spider(one, paths[:2], [0.8, 1, 1.2], "npv", lang)
        return sensitivity_draft(one, frame, lines, build_book(one).lines["npv"], lang=lang)

    return Kind(made(LUJIA), made(LUJIA.replace({"land_quota.price": 90_000.07, "loans.adbc.rate": 0.06})))


def county(lang: Language) -> Kind:
    terms = {"principal": 9e6, "rate": 0.05, "term": 13, "grace": 2, "method": "annuity", "label_zh": "统贷"}
    shared = SharedLoan("policy", terms, date(2017, 1, 1), "year", {"one": 0.3, "two": 0.7})

    def made(second: Project) -> Draft:
        villages = {"one": LUJIA, "two": second}
        found = [Village(name, shared.carried_by(one, name).appraise()) for name, one in villages.items()]
        return county_draft(County(tuple(found), loans=(shared,)), lang=lang)

    return Kind(made(LUJIA), made(LUJIA.replace({"land_quota.price": 60_000.07, "village.households": 402})))


def insurance(lang: Language) -> Kind:
    """A claim a fen beyond a bound, and one at it, which floats miss; the fund dries up in one case only."""
    text = shipped("schemes", "wei_county").read_text("utf-8")
    scheme = Scheme.parse(text)
    [line, *_] = {one.deductible for one in scheme.schedules.values()}

    def made(self_paid: int, claims: list[int], opening: int) -> Draft:
        years = fund_account(opening, scheme.yearly_premium, claims, first_year=2018)
        return insurance_draft(scheme, lang=lang, self_paid=self_paid, years=years)

    bound = int(line * 100) + 1_000_010
    return Kind(
        made(bound + 1, [100, 200, 0, 0], 0),
        made(bound, [0, 5_000_000_01, 9_000_000_00, 3], 12_345_67),
    )


def livelihood(lang: Language) -> Kind:
    """Income, measures, the collective and the risks: growth of the rents decides when the collective carries its costs."""
    text = shipped("livelihoods", "lujia").read_text("utf-8")
    assert "growth = " in text

    def made(written: str) -> Draft:
        return livelihood_draft(account_of(Livelihood.parse(written)), lang=lang)

    after = text.replace("per_household = 9878", "per_household = 9000.5")
    return Kind(made(text), made(after.replace("share = 0.2", "share = 0.35")))


TRICKY = ("01", "1", "A1", "a1", "a*", ">5", "=1", "~", "1.0", "?", "Ａ1", "", "A1")


def points(lang: Language) -> Kind:
    """Ids that a search by pattern or by number would take for one another."""

    def made(step: int) -> Draft:
        entries = [
            PointsEntry(str(at), date(2018, 1, at), household or "H", "earn", at * step, "-", "x")
            for at, household in enumerate(TRICKY, start=1)
        ]
        entries.append(PointsEntry("last", date(2018, 2, 1), "A1", "redeem", step, "-", "x"))
        return points_draft(PointsLedger.of(entries), Ratio(335, 10), lang=lang)

    return Kind(made(10), made(39))


MADE: dict[str, tuple[Callable[[Language], Kind], Language]] = {
    "project": (project, "en"),
    "project_zh": (project, "zh"),
    "ties": (project_of_ties, "zh"),
    "template": (template, "en"),
    "comparison": (comparison, "zh"),
    "sensitivity": (sensitivity, "en"),
    "county": (county, "zh"),
    "insurance": (insurance, "en"),
    "livelihood": (livelihood, "zh"),
    "points": (points, "en"),
    "points_zh": (points, "zh"),
}


@cache
def kind_of(name: str) -> Kind:
    """A kind by its name, made once."""
    make, lang = MADE[name]
    return make(lang)


def plain_workbooks() -> dict[str, bytes]:
    """The kinds without formulas: what stands there is what Python put there."""
    roster = synthetic_lujia(RULES)
    return {
        "households": household_workbook(ledger(roster, RULES), "en"),
        "roster": roster_template(RULES, "zh", roster),
        "risks": risks_workbook(risk_rows(None, None, None), lang="zh"),
    }
