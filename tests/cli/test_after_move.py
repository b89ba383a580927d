"""The commands on life after the move, as a finance officer meets them: numbers by hand, both languages, every slip told."""

from __future__ import annotations

import csv
import io
import re
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from relocation.sourced import shipped
from tests.cli.running import Outcome, relocation
from tests.insurance.exact_tiers import STAIRCASES, exactly, in_fen
from tests.insurance.small_scheme import small_scheme

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "points.csv"
ASKED = {
    "illness_lifted": ("--cause", "illness", "--group", "lifted"),
    "illness_low_income": ("--cause", "因病", "--group", "low-income"),
    "education": ("--cause", "education"),
    "disaster": ("--cause", "因灾"),
}


def rows(outcome: Outcome) -> list[dict[str, str]]:
    assert outcome.code == 0, outcome.stderr
    return list(csv.DictReader(io.StringIO(outcome.stdout)))


@pytest.mark.parametrize("mode", ["whole", "marginal"])
@pytest.mark.parametrize("name", STAIRCASES)
def test_a_claim_a_fen_around_every_bound(name: str, mode: str) -> None:
    line, low, high, _, most = STAIRCASES[name]
    for place in (line, line + low, line + high, *([line + most] if most else [])):
        for step in (-1, 0, 1):
            paid = place + Fraction(step, 100)
            asked = f"{float(paid):.2f}"
            found = relocation("claim", asked, *ASKED[name], "--mode", mode, "-f", "json").record
            assert found["mode"] == mode
            assert round(found["paid"] * 100) == in_fen(exactly(name, mode, paid)), (asked, mode)


def test_the_parts_of_the_tiers_make_the_whole() -> None:
    found = relocation(
        "claim", "34000", "--cause", "illness", "--group", "lifted", "--mode", "marginal", "-f", "json"
    ).record
    assert [one["paid"] for one in found["tiers"]] == [7_000, 11_400, None]
    assert [one["amount"] for one in found["tiers"]] == [10_000, 19_000, None]
    assert found["paid"] == found["before_cap"] == 18_400
    assert found["readings"] == [
        {"mode": "marginal", "paid": 18_400, "difference": 0},
        {"mode": "whole", "paid": 17_400, "difference": -1_000},
    ]
    assert found["cliffs"] == []


def test_the_cliffs_say_how_far_they_are() -> None:
    found = relocation("claim", "34000", "--cause", "illness", "--group", "lifted", "-f", "json").record
    assert [
        (one["kind"], one["self_paid"], one["distance"], one["recovered"]) for one in found["cliffs"]
    ] == [
        ("cliff", 15_000, -19_000, 16_666.67),
        ("cliff", 35_000, 1_000, 41_000),
    ]


def test_the_gate_is_looked_at_where_an_income_is_stated() -> None:
    sick = ("claim", "18000", "--cause", "illness", "--group", "lifted", "--year", "2017", "-f", "json")
    assert relocation(*sick, "--income", "4428").record["reason"] == "paid"
    over = relocation(*sick, "--income", "4428.01").record
    assert (over["reason"], over["paid"], over["gate"]) == ("above_gate", 0, 4_428)
    assert relocation(*sick).record["gate"] is None


def test_a_traffic_accident_follows_the_rules_of_its_loss() -> None:
    crash = ("claim", "90000", "--cause", "traffic", "--group", "lifted", "-f", "json")
    assert relocation(*crash, "--loss", "financial").record["paid"] == 30_000
    assert relocation(*crash, "--loss", "medical").record["paid"] == 42_500
    assert relocation(*crash, "--loss", "医疗支出", "--court-paid").record["reason"] == "compensated_by_court"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_slip_of_a_claim_is_told_at_once(lang: str) -> None:
    found = relocation(
        "claim", "-5", "--cause", "ilness", "--group", "rich", "--income", "NaN", "--lang", lang
    )
    assert (found.code, found.stdout) == (2, "")
    told = found.stderr.splitlines()
    assert [one.split("：" if lang == "zh" else ":")[0] for one in told] == [
        "paid",
        "income",
        "--cause",
        "--group",
        "--year",
    ]
    assert "illness" in told[2]
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize("amount", ["NaN", "inf", "-0.01", "1e5", "18000.001", "1" * 30, "abc", "=1+1"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    found = relocation("claim", amount, "--cause", "education")
    assert found.code == 2
    assert found.stderr.startswith("paid: found")


def test_a_huge_amount_is_calculated_exactly() -> None:
    found = relocation("claim", "90000000000000000", "--cause", "education", "-f", "csv")
    assert rows(found)[-1]["amount"] == str(float(Fraction(6, 10) * (90_000_000_000_000_000 - 8_000)))


def test_without_an_amount_the_schedules_and_cliffs_are_shown() -> None:
    found = relocation("claim")
    assert "at 35,000.00 yuan self-paid the compensation falls by 3,000.00" in " ".join(found.stdout.split())
    assert "No cliffs" in relocation("claim", "--mode", "marginal").stdout
    assert "断崖" in relocation("claim", "--mode", "marginal", "--lang", "zh").stdout


def test_an_unknown_scheme_comes_with_those_there_are() -> None:
    found = relocation("claim", "1", "--scheme", "wei_conty")
    assert found.code == 2
    assert "wei_county" in found.stderr


def test_the_fund_foots_and_names_its_dry_year() -> None:
    found = relocation("fund", "--claims", "3500000,5000000,3000000.05", "-f", "json").record
    years = found["account"]
    for one in years:
        left = one["opening"] + one["premium"] + one["top_up"] - one["claims"]
        assert left == pytest.approx(one["carried_forward"], abs=1e-6)
    assert [one["opening"] for one in years] == [0, 500_000, 0]
    assert (found["first_dry_year"], found["top_up"], found["premium"]) == (2019, 500_000, 4_000_000)


def test_the_fund_tells_every_slip_at_once() -> None:
    found = relocation("fund", "--claims=-1,x,5", "--opening", "nan", "--premium", "1,2", "--lang", "zh")
    assert found.code == 2
    said = [one.split("：")[0] for one in found.stderr.splitlines()]
    assert said == ["--opening (1)", "--claims (1)", "--claims (2)", "--premium"]
    assert relocation("fund", "--years", "0", "-n", "0", "--seed", "-1").stderr.count("expected") == 3


def test_simulated_futures_depend_on_the_seed_alone() -> None:
    asked = ("fund", "--premium", "5500000", "--years", "3", "-n", "600", "--seed", "4", "-f", "json")
    first = relocation(*asked, "--workers", "1")
    assert first.record["n"] == 600
    assert relocation(*asked, "--workers", "3").stdout == first.stdout
    assert relocation(*asked[:-3], "5", "-f", "json").stdout != first.stdout
    dry = [one["first_dry"] for one in first.record["account"]]
    assert sum(dry) == pytest.approx(first.record["probability_dry"])
    for one in first.record["account"]:
        assert one["opening"] + one["premium"] + one["top_up"] - one["claims"] == one["carried_forward"]


def test_a_livelihood_shows_its_sums_and_the_differences() -> None:
    found = relocation("livelihood", "lujia", "-f", "json").record
    assert found["income_per_household"] == 9_878 + 28_000 + 2_403 + 801
    assert found["income_before_per_household"] == pytest.approx(5_500 * 917 / 391)
    assert found["income_per_person_printed"] == 4_212 + 11_938 + 1_024 + 342
    assert found["income_per_person"] == pytest.approx(41_082 * 391 / 917)
    assert found["received_once_per_household"] == 107_000
    against = {one["figure"]: one for one in found["comparison"]}
    assert (against["I03"]["printed"], against["I03"]["ours"], against["I03"]["status"]) == (
        17_561,
        17_516,
        "DISCREPANCY",
    )
    assert against["I05"]["ours"] == pytest.approx(17_516.97, abs=0.005)
    assert [one["stream"] for one in found["streams"]] == ["land", "labour", "subsidy", "heating", "total"]


def test_the_collective_shows_its_gap_and_its_year() -> None:
    found = relocation("collective", "lujia", "-f", "json").record
    [gap] = found["comparison"]
    assert (gap["printed"], gap["ours"], gap["difference"]) == (1_700_000, 1_609_100, -90_900)
    assert found["running_costs_carried_from_year"] == 14
    assert found["running_costs_of_all_income_carried"] == "always"
    assert len(found["years"]) == 40
    first = found["years"][0]
    assert first["own"] + first["dividends"] == first["income"] == 1_609_100
    assert first["dividend_per_member"] == pytest.approx(0.8 * 1_609_100 / 917)
    shown = relocation("collective", "lujia").stdout
    assert "carried from year 14 on" in " ".join(shown.split())


def test_measures_are_count_times_rate_and_an_unknown_count_stays_unknown() -> None:
    found = {one["measure"]: one for one in relocation("measures", "-f", "json").record["measures"]}
    assert found["micro_factories"]["amount"] == 6_160 * 18_000
    assert found["photovoltaic"]["amount"] == 1_440 * 3_000
    assert found["dividends"]["count"] is found["dividends"]["amount"] is None
    jinpo = {one["measure"]: one for one in relocation("measures", "jinpo", "-f", "json").record["measures"]}
    assert jinpo["guards"]["amount"] == 8 * 5_000
    assert jinpo["forest"]["amount"] == pytest.approx(38_804)
    assert "Hundred-yuan packages" in relocation("measures", "jinpo").stdout


@pytest.mark.parametrize("place", ["lujia", "jinpo", "wei_county"])
def test_the_checklist_has_eight_rows_and_no_scores(place: str) -> None:
    found = relocation("risks", place, "-f", "json").record["risks"]
    assert [one["risk"] for one in found] == [
        "landlessness",
        "joblessness",
        "homelessness",
        "marginalisation",
        "food_insecurity",
        "morbidity",
        "common_property",
        "disarticulation",
    ]
    assert all(set(one) == {"risk", "answer"} and one["answer"] for one in found)


def test_points_cost_what_is_redeemed() -> None:
    found = relocation("points", EXAMPLE, "--value", "0.5", "-f", "json").record
    assert (found["earned"], found["redeemed"], found["outstanding"]) == (75, 42, 33)
    assert (found["cost"], found["owed"]) == (21, 16.5)
    assert sum(one["cost"] for one in found["months"]) == found["cost"]
    spring = relocation("points", EXAMPLE, "--since", "2018-03-01", "--until", "2018-04-30", "-f", "json")
    assert spring.record["cost"] == 30


def test_ids_stand_only_where_they_are_asked_for() -> None:
    assert "SYN-" not in relocation("points", EXAMPLE).stdout
    assert "SYN-001" in relocation("points", EXAMPLE, "--households").stdout
    one = relocation("points", EXAMPLE, "--household", "SYN-001", "-f", "csv")
    assert [row["balance"] for row in rows(one)] == ["20", "8", "18"]
    unknown = relocation("points", EXAMPLE, "--household", "SYN-009")
    assert unknown.code == 2
    assert "SYN-001" not in unknown.stderr


def test_a_ledger_that_would_go_below_zero_is_refused_with_every_other_slip(tmp_path: Path) -> None:
    path = tmp_path / "积分.csv"
    path.write_text(
        "编号,日期,户编号,获得或兑换,积分,事由,审批人\n"
        "1,2018-01-15,A,获得,20,劳动,议事会\n"
        "2,2018-01-16,A,兑换,21,盐,超市\n"
        "3,2018-01-17,A,获得,0,劳动,议事会\n"
        "4,15.1.2018,A,获得,x,劳动,议事会\n"
        "5,2018-01-18,A,赠送,5,劳动,\n"
        "1,2018-01-14,A,获得,5,劳动,议事会\n",
        encoding="gb18030",
    )
    found = relocation("points", path)
    assert (found.code, found.stdout) == (2, "")
    told = "\n".join(found.stderr.splitlines())
    for part in (
        "积分.csv:4 积分",
        "积分.csv:5 日期",
        "积分.csv:5 积分",
        "积分.csv:6 获得或兑换",
        "积分.csv:3",
        "积分.csv:7",
    ):
        assert part in told, (part, told)
    assert told.count("积分.csv:7") == 2


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "command",
    [
        ("claim", "18000", "--cause", "illness", "--group", "lifted"),
        ("claim",),
        ("fund", "--claims", "1,2"),
        ("livelihood",),
        ("collective",),
        ("measures",),
        ("risks",),
        ("points", str(EXAMPLE), "--households"),
    ],
    ids=lambda one: one[0] if isinstance(one, tuple) else one,
)
def test_tables_fit_and_pages_speak_the_language(command: tuple[str, ...], lang: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = relocation(*command, "--lang", lang, "-o", page)
    assert done.code == 0, done.stderr
    html = page.read_text("utf-8")
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in html
    text = relocation(*command, "--lang", lang).stdout
    assert bool(re.search("[\u4e00-\u9fff]", text)) == (lang == "zh")
    assert "\ue000" not in text + html
    again = relocation(*command, "--lang", lang, "-o", page)
    assert again.code == 4, "a file that exists is written over only if asked"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("command", ["livelihood", "collective", "measures", "risks"])
def test_a_workbook_opens_with_the_sheet_that_was_asked_for(command: str, lang: str, tmp_path: Path) -> None:
    path = tmp_path / "life.xlsx"
    assert relocation(command, "lujia", "--lang", lang, "-o", path).code == 0
    asked = {
        "livelihood": ("Income", "收入"),
        "collective": ("Collective", "集体经济"),
        "measures": ("Measures", "增收措施"),
        "risks": ("Risks", "风险核对"),
    }
    assert load_workbook(path).active.title == asked[command][lang == "zh"]


def test_a_livelihood_of_ones_own_is_never_written_over(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(shipped("livelihoods", "lujia").read_text("utf-8").replace("28000", "30000"), "utf-8")
    found = relocation("livelihood", own, "-f", "json").record
    assert found["income_per_household"] == 43_082
    assert found["comparison"] == []
    before = own.read_bytes()
    assert relocation("livelihood", own, "-o", own, "--force").code == 4
    assert own.read_bytes() == before
    again = relocation("risks", "village.xlsx")
    assert again.code == 2


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_insurance_and_the_points_become_workbooks(lang: str, tmp_path: Path) -> None:
    claim, fund, shop = (tmp_path / f"{name}.xlsx" for name in ("claim", "fund", "shop"))
    common = ("--lang", lang, "-o")
    assert relocation("claim", "34000", "--cause", "illness", "--group", "lifted", *common, claim).code == 0
    assert relocation("fund", "--years", "3", "-n", "50", *common, fund).code == 0
    assert relocation("points", EXAMPLE, *common, shop).code == 0
    assert load_workbook(claim).worksheets[0]["C4"].value == 34_000
    opened = load_workbook(fund)
    assert opened.active.title == ("Fund" if lang == "en" else "基金")
    assert opened.sheetnames[-1] == ("Simulation" if lang == "en" else "模拟")
    again = relocation("points", shop, "-f", "json").record
    assert (again["earned"], again["redeemed"]) == (75, 42)
    assert relocation("points", shop, "-o", shop, "--force").code == 4


def test_a_file_to_start_from_is_written_and_read_again(tmp_path: Path) -> None:
    own, scheme = tmp_path / "own.toml", tmp_path / "scheme.toml"
    assert relocation("livelihood", "lujia", "-o", own).code == 0
    assert relocation("livelihood", own, "-f", "json").record["income_per_household"] == 41_082
    assert relocation("claim", "-o", scheme).code == 0
    found = relocation(
        "claim", "18000", "--cause", "illness", "--group", "lifted", "--scheme", scheme, "-f", "json"
    )
    assert found.record["paid"] == 7_800
    assert relocation("points", EXAMPLE, "-o", tmp_path / "points.toml").code == 2


def test_a_ledger_and_a_value_that_cannot_be_are_told_together(tmp_path: Path) -> None:
    found = relocation("points", tmp_path / "none.csv", "--value", "-1")
    assert found.code == 2
    assert [line.split(":")[0] for line in found.stderr.splitlines()] == ["none.csv", "--value"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_project_without_a_livelihood_has_its_checklist_too(lang: str, tmp_path: Path) -> None:
    village, sheet = tmp_path / "village.xlsx", tmp_path / "risks.xlsx"
    assert relocation("template", "--from", "jinpo", "-o", village).code == 0
    assert relocation("risks", village, "--lang", lang, "-o", sheet).code == 0
    [page] = load_workbook(sheet).worksheets
    assert page.title == ("Risks" if lang == "en" else "风险核对")
    assert [page[f"A{row}"].value is not None for row in range(6, 15)] == [True] * 8 + [False]
    found = relocation("risks", village, "-f", "json").record
    assert "4 households" in found["risks"][2]["answer"]
    assert len(found["risks"]) == 8


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_workbook_of_a_livelihood_is_a_place_like_any_other(lang: str, tmp_path: Path) -> None:
    book, again = tmp_path / "lujia.xlsx", tmp_path / "again.xlsx"
    assert relocation("livelihood", "lujia", "--lang", lang, "-o", book).code == 0
    assert relocation("livelihood", book, "-f", "json").record["income_per_household"] == 41_082
    assert relocation("collective", book, "-f", "json").record["running_costs_carried_from_year"] == 14
    asked = relocation("risks", book, "-f", "json").record["risks"]
    assert asked == relocation("risks", "lujia", "-f", "json").record["risks"]
    assert relocation("measures", book, "-o", again).code == 0
    assert relocation("measures", book, "-o", book, "--force").code == 4
    filled = load_workbook(book)
    filled.worksheets[0]["E7"] = "陆家"
    filled.save(again)
    assert relocation("livelihood", again, "-f", "json").record["title"] == "陆家"
    assert relocation("livelihood", tmp_path / "none.xlsx").code == 2


def test_a_scheme_that_leaves_out_what_it_may_does_all_the_same(tmp_path: Path) -> None:
    """405.55 less 100 by slices: 33.3333 + 10 + 25.125 + 5.05 = 73.5083, to the jiao 73.50; whole all 305.55."""
    own, page = tmp_path / "own.toml", tmp_path / "own.html"
    own.write_text(small_scheme(rounding="jiao"), "utf-8")
    found = relocation("claim", "405.55", "--cause", "fire", "--scheme", own, "-f", "json").record
    assert (found["paid"], found["readings"][1]["paid"], found["group"]) == (73.5, 305.6, "any")
    assert [one["paid"] for one in found["tiers"]] == pytest.approx([33.3333, 10, 25.125, 5.05])
    assert relocation("claim", "--scheme", own, "-o", page).code == 0
    assert "Mini &amp; Co &lt;b&gt;" in page.read_text("utf-8")
    none = relocation("fund", "--scheme", own)
    assert (none.code, none.stdout) == (2, "")
    assert none.stderr.startswith("incidence: nothing found")
    assert relocation("fund", "--scheme", own, "--claims", "6000,1", "-f", "json").record["top_up"] == 995
