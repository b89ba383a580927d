"""A planner's formula text that cannot be used: told at its path, with the reason, in both languages, all at once."""

from __future__ import annotations

import pytest

from relocation.problems import Problem, ProblemsFound
from tests.small_village import appraised


def problems(**formulas: str) -> list[Problem]:
    other = {identity: {"kind": "cost", "formula": text} for identity, text in formulas.items()}
    with pytest.raises(ProblemsFound) as caught:
        appraised(other=other)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        ("2 *", "not a formula", "不是公式"),
        ("land_quota.aera * 2", "did you mean land_quota.area", "是否应为 land_quota.area"),
        ("land_quota.area * timeline.period", "chosen from a list", "为选项，不能参与计算"),
        ("__import__('os').getcwd()", "not part of a formula", "公式中不能使用"),
        ("land_quota.area × 2", "the character '×' is not part of a formula", "公式中不能使用字符“×”"),
        ("summ(cash.inflow)", "no such function: 'summ'", "没有函数“summ”"),
        ("total(land_quota.area)", "total takes a line, and land_quota.area is an input", "total 需要项目"),
        ("9 ** 9 ** 9 ** 9", "too large a number", "数值过大"),
        ("1 / 0", "0 may be zero", "0 可能为零"),
        ("1000 / land_quota.area", "land_quota.area may be zero; divide by max(1, ...)", "可能为零；请除以 max(1, ...)"),
        ("(land_quota.area - 5) ** 0.5", "may have no value", "可能没有值"),
        ("total(land_quota.sold)", "is one number, not a series", "是单个数值，不是逐期序列"),
        ("previous(other.own.flow) + total(other.own.flow)", "circular: other.own.flow -> other.own.flow", "循环引用"),
        ("cash.closing * 0.01", "circular: ", "循环引用：other.own.flow -> cash.closing"),
        ("previous(cash.closing) / 0", "0 may be zero", "可能为零"),
        ("ratio(1000, land_quota.area)", "may be not available because of other.own.flow", "源自 other.own.flow"),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_used_is_told_at_its_path(text: str, en: str, zh: str) -> None:
    [problem] = problems(own=text)
    assert problem.where == "other.own.formula"
    assert en in problem.text("en")
    assert zh in problem.text("zh")


def test_every_wrong_text_is_told_at_once() -> None:
    found = problems(one="2 *", two="land_quota.aera", three="lambda: 1", four="village.household")
    assert sorted(problem.where for problem in found) == [
        "other.four.formula", "other.one.formula", "other.three.formula", "other.two.formula",
    ]  # fmt: skip


def test_of_several_texts_the_guilty_one_is_told() -> None:
    for wrong in (
        "1 / village.persons * 0 + 1 / land_quota.area",
        "ratio(1, land_quota.area)",
        "cash.outflow",
    ):
        [problem] = problems(fine="village.households * 2", guilty=wrong, well="t * 100")
        assert (problem.where, problem.found) == ("other.guilty.formula", wrong)


def test_a_quotient_that_is_sure_is_calculated() -> None:
    appraisal = appraised(
        land_quota={"area": 50.0, "price": 1_000.0},
        other={
            "share": {
                "kind": "cost",
                "formula": "land_quota.revenue / max(1, land_quota.area) if t == 1 else 0",
            },
            "twelfth": {"kind": "memo", "formula": "land_quota.area / 12"},
        },
    )
    assert appraisal.number("other.share.total") == 1_000
    assert appraisal.value("other.twelfth.flow", 1) == pytest.approx(50 / 12)
