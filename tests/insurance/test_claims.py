"""Claims on the scheme of Wei County: every reason, every route, and files that cannot be used."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relocation.insurance.claims import REASONS, Claim, decide, decide_all
from relocation.insurance.poverty_lines import PovertyLines, national_lines
from relocation.insurance.scheme import Scheme, load_scheme
from relocation.labels import Language
from relocation.problems import ProblemsFound
from relocation.sourced import shipped

WEI = load_scheme("wei_county")
MARGINAL = WEI.model_copy(update={"scheme": WEI.scheme.model_copy(update={"mode": "marginal"})})
SICK = Claim("A-1", 2017, "illness", "lifted", 18_000_00, 4_000_00)


@pytest.mark.parametrize(
    ("changes", "paid", "reason"),
    [
        ({}, 7_800_00, "paid"),
        ({"group": "low_income"}, 0, "below_line"),
        ({"self_paid": 5_000_00}, 0, "below_line"),
        ({"self_paid": 5_000_01}, 1, "paid"),
        ({"income": 4_428_00}, 7_800_00, "paid"),
        ({"income": 4_428_01}, 0, "above_gate"),
        ({"year": 2012, "income": 3_804_00}, 7_800_00, "paid"),  # 1.5 x 2,536
        ({"year": 2012, "income": 3_804_01}, 0, "above_gate"),
        ({"cause": "education"}, 6_000_00, "paid"),
        ({"cause": "disaster", "self_paid": 90_000_00}, 30_000_00, "paid"),
        ({"self_paid": 90_000_00}, 42_500_00, "paid"),  # the cap is for disasters only
        ({"cause": "traffic", "loss": "financial", "self_paid": 90_000_00}, 30_000_00, "paid"),
        ({"cause": "traffic", "loss": "medical", "self_paid": 90_000_00}, 42_500_00, "paid"),
        ({"cause": "traffic", "loss": "medical", "court_paid": True}, 0, "compensated_by_court"),
    ],
)
def test_a_claim_is_paid_or_told_why_not(changes: dict[str, object], paid: int, reason: str) -> None:
    decision = decide(WEI, replace(SICK, **changes))  # type: ignore[arg-type]
    assert (decision.paid, decision.reason) == (paid, reason)


def test_the_statement_of_a_claim_explains_each_step_in_both_languages() -> None:
    rows = decide(WEI, SICK).statement()
    assert [(label.en, amount) for label, amount in rows] == [
        ("Paid by the household itself", "18000.00"),
        ("Less the warning line (Illness, lifted households)", "5000.00"),
        ("Remainder", "13000.00"),
        (
            "Income of 4000.00 a person is within the gate: 1.5 times the line of 2016, 2,952",
            "4428.00",
        ),
        ("Tier 2: 60 % of the whole remainder", "7800.00"),
        ("Compensation: paid", "7800.00"),
    ]
    assert all(not label.zh.isascii() for label, _ in rows)


def test_by_slices_the_statement_shows_the_slices_and_their_sum() -> None:
    rows = [(label.en, amount) for label, amount in decide(MARGINAL, SICK).statement()]
    assert rows[4:] == [
        ("Slice 1, paid at 70 %", "10000.00"),
        ("Slice 2, paid at 60 %", "3000.00"),
        ("Sum of the slices", "8800.00"),
        ("Compensation: paid", "8800.00"),
    ]


def test_the_cap_is_a_step_of_its_own() -> None:
    rows = decide(WEI, replace(SICK, cause="disaster", self_paid=90_000_00)).statement()
    assert [(label.en, amount) for label, amount in rows][-3:] == [
        ("Tier 3: 80 % of the whole remainder", "64000.00"),
        ("No more than the cap", "30000.00"),
        ("Compensation: paid", "30000.00"),
    ]


def test_everything_wrong_with_claims_is_told_at_once() -> None:
    bad = [
        replace(SICK, cause="ilness", self_paid=-1),
        replace(SICK, identity="A-2", year=2031, group="rich"),
        replace(SICK, identity="A-3", cause="traffic", loss="medicine"),
        replace(SICK, identity="A-4", income=1.5),  # type: ignore[arg-type]
    ]
    with pytest.raises(ProblemsFound) as found:
        decide_all(WEI, bad)
    said = {one.where: one for one in found.value.problems}
    assert set(said) == {
        "A-1.cause",
        "A-1.self_paid",
        "A-2.year",
        "A-2.group",
        "A-3.loss",
        "A-4.income",
    }
    assert said["A-1.cause"].remedy.en == "did you mean illness?"
    assert "2021" in said["A-2.year"].expected.en


def test_a_cause_without_a_schedule_is_not_paid() -> None:
    without = {name: one for name, one in WEI.schedules.items() if name != "education"}
    scheme = WEI.model_copy(update={"schedules": without})
    assert decide(scheme, replace(SICK, cause="education")).reason == "no_schedule"


def test_every_reason_speaks_both_languages() -> None:
    assert all(label.en.isascii() and not label.zh.isascii() for label in REASONS.values())


def test_the_gate_and_the_premium_of_the_paper() -> None:
    assert WEI.gate(2017) == 4_428_00
    assert WEI.yearly_premium == 4_000_000_00
    assert WEI.scheme.mode == "whole"
    assert "marginal" in WEI.sources["scheme.mode"].note


def test_years_whose_line_was_not_seen_are_not_called_published() -> None:
    lines = national_lines()
    seen = {
        one.year
        for key, one in lines.lines.items()
        if lines.sources[f"lines.{key}.amount"].provenance == "published"
    }
    assert seen == set(range(2010, 2017))


TEXT = shipped("schemes", "wei_county").read_text("utf-8")
SLIPS = {
    "scheme.mode": ('mode = {value = "whole"', 'mode = {value = "both"'),
    "schedules.illness_lifted.cause": ('cause = "illness"\ngroup = "lifted"', 'cause = "ill"\ngroup = "lifted"'),
    "schedules.illness_lifted.tiers.second.up_to": ("up_to = 30000\nincludes_up_to = {value", "up_to = 9000\nincludes_up_to = {value"),
    "schedules.illness_lifted.tiers.third.up_to": ("rate = 0.5\n\n[schedules.illness_low", "rate = 0.5\nup_to = 7\n\n[schedules.illness_low"),
    "schedules.education.deductible": ("deductible = {value = 8000", "deductible = {value = 8000.001"),
    "schedules.education.tiers.first.rate": ("rate = 1\n", "rate = 0.33333333\n"),
    "routes.traffic_medical.follows": ('follows = "illness"', 'follows = "ilness"'),
    "incidence.disaster.highest": ("highest = 300000", "highest = 30000"),
    "schedules.illness_low_income": ('group = "low_income"', 'group = "lifted"'),
    "fund.premum": ("premium = {value = 50", "premum = {value = 50"),
}  # fmt: skip


@pytest.mark.parametrize("where", SLIPS)
def test_a_slip_in_a_scheme_file_is_named_by_its_place(where: str, tmp_path: Path) -> None:
    before, after = SLIPS[where]
    assert TEXT.count(before) == 1, before
    path = tmp_path / "scheme.toml"
    path.write_text(TEXT.replace(before, after), encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        Scheme.read(path)
    assert where in [one.where for one in found.value.problems]
    assert all(one.text("zh") and one.text("en").isascii() for one in found.value.problems)


def test_a_scheme_without_a_mode_is_refused() -> None:
    start, end = TEXT.index("mode = "), TEXT.index("rounding = ")
    with pytest.raises(ProblemsFound) as found:
        Scheme.parse(TEXT[:start] + TEXT[end:])
    assert [one.where for one in found.value.problems] == ["scheme.mode"]


def test_a_year_has_one_poverty_line() -> None:
    with pytest.raises(ProblemsFound, match=r"lines\.b\.year"):
        PovertyLines.parse(
            "[lines]\na = {}\n".replace(
                "a = {}", "a.year = 2015\na.amount = 2855\nb.year = 2015\nb.amount = 2900"
            )
        )


def without_mode(text: str) -> str:
    start, end = text.index("mode = "), text.index("rounding = ")
    return text[:start] + text[end:]


def all_slips(text: str) -> str:
    """The mode is missing, two tiers overlap, one schedule has none, a rate is above 1, a name leads nowhere."""
    text = without_mode(text)
    text = text.replace("up_to = 30000\nincludes_up_to = {value", "up_to = 9000\nincludes_up_to = {value")
    text = text.replace("rate = 1\n", "rate = 1.2\n")
    text = text.replace('follows = "illness"', 'follows = "ilness"')
    text = text.replace("premium = {value = 50", "premum = {value = 50")
    start, end = text.index("[schedules.disaster.tiers.first]"), text.index("[routes.traffic_financial]")
    return text[:start] + text[end:]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_everything_wrong_with_a_scheme_file_is_told_at_once(lang: Language) -> None:
    with pytest.raises(ProblemsFound) as found:
        Scheme.parse(all_slips(TEXT))
    told = {one.where: one.text(lang) for one in found.value.problems}
    assert set(told) == {
        "scheme.mode",
        "schedules.illness_lifted.tiers.second.up_to",
        "schedules.education.tiers.first.rate",
        "schedules.disaster.tiers",
        "routes.traffic_medical.follows",
        "fund.premum",
        "fund.premium",
    }
    assert len(found.value.problems) == len(told)
    assert all(one.isascii() == (lang == "en") for one in told.values())


def test_values_of_the_wrong_kind_end_in_problems_too() -> None:
    for text in (
        "scheme = 3",
        "[schedules]\nx = 5",
        "[schedules.x]\ntiers = 5",
        "[schedules.x.tiers]\na = []",
        "a = 1",
    ):
        with pytest.raises(ProblemsFound):
            Scheme.parse(text)


@given(st.sampled_from(TEXT.split("\n\n")), st.sampled_from(["up_to", "rate", "cause", "deductible", "mode"]))
def test_a_block_or_a_key_that_is_missing_never_ends_in_a_traceback(block: str, key: str) -> None:
    lines = [
        line for line in TEXT.replace(block, "").split("\n") if not line.startswith(key) or "first" in block
    ]
    with suppress(ProblemsFound):
        Scheme.parse("\n".join(lines))
