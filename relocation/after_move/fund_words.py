"""The money of a fund in the words of whoever asks: amounts in yuan, one for each year."""

from __future__ import annotations

from dataclasses import dataclass

from relocation.after_move.claim_words import fen_of
from relocation.after_move.scheme import Scheme
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.reading.hundredths import hundredths_of_double


@dataclass(frozen=True, slots=True)
class StatedFund:
    """Amounts in fen; `claims` is None where none are stated, `top_ups` where what is missing is added."""

    opening: int
    premium: int
    claims: tuple[int, ...] | None
    top_ups: tuple[int, ...] | None


def read_fund(
    scheme: Scheme, opening: str | None, premium: str | None, claims: str | None, top_ups: str | None
) -> StatedFund:
    """What the words say, else what the scheme says. Raises ProblemsFound with every amount that cannot be."""
    problems: list[Problem] = []

    def amounts(where: str, text: str | None) -> tuple[int, ...] | None:
        if text is None:
            return None
        found = []
        for year, part in enumerate(text.replace("，", ",").split(","), start=1):
            try:
                found.append(fen_of(f"--{where} ({year})", part))
            except ProblemsFound as one:
                problems.extend(one.problems)
        return tuple(found)

    own = hundredths_of_double(float(scheme.fund.opening))
    opened, paid_in = amounts("opening", opening), amounts("premium", premium)
    spent, added = amounts("claims", claims), amounts("top-ups", top_ups)
    for where, one in (("opening", opened), ("premium", paid_in)):
        if one is not None and len(one) > 1:
            expected = Label("one amount, without commas", "一个金额，不含逗号")
            problems.append(Problem(f"--{where}", str(len(one)), expected, Label("correct it", "请更正")))
    if added is not None and spent is None:
        expected = Label("--claims beside it", "同时给出 --claims")
        problems.append(
            Problem("--top-ups", str(top_ups), expected, Label("give --claims", "请给出 --claims"))
        )
    if problems:
        raise ProblemsFound(problems)
    return StatedFund(
        opened[0] if opened else own, paid_in[0] if paid_in else scheme.yearly_premium, spent, added
    )
