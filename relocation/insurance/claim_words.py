"""A claim in the words of whoever asks: names of causes and groups in either language, amounts in yuan."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from relocation.caller import named
from relocation.households.money import LARGEST, decimal_text
from relocation.insurance.claims import Claim
from relocation.insurance.scheme import ANY, Scheme
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.groups import Item
from relocation.project.names import item_name
from relocation.reading.values import NotHundredths, hundredths

PLAIN = Label("write plain digits, such as 18000.50", "请直接写数字，如 18000.50")


def read_claim(
    scheme: Scheme,
    *,
    paid: str,
    cause: str,
    group: str = "",
    loss: str = "",
    income: str = "",
    year: int | None = None,
    court_paid: bool = False,
) -> Claim:
    """The claim that the words state. Raises ProblemsFound with everything that cannot be understood.

    The group may be left out where all groups share one schedule; the income, where the gate is not to be looked at.
    """
    problems: list[Problem] = []
    amount = _fen("paid", paid, problems)
    earned = _fen("income", income, problems) if income else None
    which = _named("cause", cause, scheme.causes, problems)
    known_losses = {
        route.loss: scheme.losses[route.loss] for route in scheme.routes.values() if route.cause == which
    }
    lost = _named("loss", loss, known_losses, problems) if known_losses else ""
    who = _group(scheme, group, which, lost, problems)
    if earned is not None:
        problems += _year(scheme, year)
    if problems:
        raise ProblemsFound(problems)
    return Claim("claim", year or 0, which, who, amount, earned, lost, court_paid)


def _group(scheme: Scheme, group: str, cause: str, loss: str, problems: list[Problem]) -> str:
    """The group; where none is said, any of them if they share the schedule."""
    route = scheme.route(cause, loss)
    follows = route.follows if route else cause
    wanted = {schedule.group for schedule in scheme.schedules.values() if schedule.cause == follows}
    if not group and (wanted <= {ANY} or not follows):
        return ANY
    return _named("group", group, scheme.groups, problems)


def _named(where: str, said: str, known: Mapping[str, Item], problems: list[Problem]) -> str:
    """The id that a name means: the id itself or the label in either language. A problem and "" if it is none."""
    names = {
        key: {_folded(key), _folded(label.label_en), _folded(label.label_zh)} - {""}
        for key, label in known.items()
    }
    for key, ways in names.items():
        if _folded(said) in ways:
            return key
    problems.append(_unknown(where, said, known))
    return ""


def _unknown(where: str, said: str, known: Mapping[str, Item]) -> Problem:
    listed = {
        key: item_name(f"{where}.{key}", label.label_en, label.label_zh) for key, label in known.items()
    }
    expected = Label(
        "one of " + ", ".join(f"{key} ({name.en})" for key, name in listed.items()),
        "、".join(f"{key}（{name.zh}）" for key, name in listed.items()) + " 之一",
    )
    close = get_close_matches(said, list(known), n=1, cutoff=0.5)
    hint = Label(f"did you mean {close[0]}?", f"是否应为 {close[0]}？") if close else None
    return Problem(
        f"--{where}", said[:60], expected, hint or Label(f"give --{where}", f"请用 --{where} 指定")
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold().replace("-", "_")


def _fen(where: str, text: str, problems: list[Problem]) -> int:
    try:
        return fen_of(where, text)
    except ProblemsFound as refusal:
        problems += refusal.problems
        return 0


def fen_of(where: str, text: str) -> int:
    """An amount in yuan as fen, never through a float. Raises ProblemsFound for what is no amount of 0 or more."""
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    try:
        found = hundredths(plain)
    except NotHundredths:
        expected = Label("an amount in yuan with at most two decimals", "以元计的金额，至多两位小数")
        raise ProblemsFound([Problem(where, text[:60], expected, PLAIN)]) from None
    if not 0 <= found <= LARGEST:
        expected = Label(f"from 0 to {decimal_text(LARGEST)} yuan", f"0 至 {decimal_text(LARGEST)} 元")
        raise ProblemsFound([Problem(where, text[:60], expected, PLAIN)])
    return found


def _year(scheme: Scheme, year: int | None) -> Iterator[Problem]:
    """The gate rests on the line of the year before, so the year has to be said and its line known."""
    if year is not None and scheme.gate(year) is not None:
        return
    known = ", ".join(str(poverty_line + 1) for poverty_line in sorted(scheme.poverty_lines))
    expected = Label(
        f"a year whose preceding poverty line is known: {known}", f"已知上年贫困标准的年份：{known}"
    )
    where = named("--year", "year")
    remedy = Label(f"give {where}", f"请用 {where} 指定")
    yield Problem(where, "" if year is None else str(year), expected, remedy)
