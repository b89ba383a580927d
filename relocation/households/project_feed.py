"""The ledger feeds the project: compensation, purchases and subsidies of the village are sums of household lines.

    quantity = sum of the stored quantities of all rules that feed the item
    rate     = the declared rate where quantity * rate is the sum of the stored lines to the fen; where rounding, caps
               or overrides make it differ, that sum / quantity, so that the product is the sum again

An item that no rule feeds keeps what the project says; without a roster all of it does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from relocation.households.amounts import unit_scale
from relocation.households.household_ledger import Ledger
from relocation.households.money import total
from relocation.households.rules import Rule
from relocation.labels import Label
from relocation.norms import SQUARE_METRE
from relocation.problems import Problem, ProblemsFound, near
from relocation.project.paths import InputPath
from relocation.project.project import Project
from relocation.project.sourced_inputs import Source
from relocation.project.values import evaluate

BASIS = {"person": "person", "household": "household", "m2": "m2", "mu": "mu", "yuan": "lump_sum"}


@dataclass(frozen=True, slots=True)
class Feed:
    """What the ledger says of one item: its lines' sums and how they are counted."""

    path: str
    rules: tuple[Rule, ...]
    quantity: int  # stored units
    scale: int
    unit: str
    fen: int


def feeds(ledger: Ledger) -> list[Feed]:
    """Every item that rules feed, in the order of the rules. Raises ProblemsFound where one would mix units."""
    paths = dict.fromkeys(rule.feeds for rule in ledger.rules.rules if rule.feeds)
    summed, problems = [], []
    for path in paths:
        rules = tuple(rule for rule in ledger.rules.rules if rule.feeds == path)
        if len({rule.unit for rule in rules}) > 1:
            one_unit = Label("rules that count one unit", "计量单位相同的规则")
            split = Label("feed another item with one of them", "请将其中之一计入其他项目")
            problems.append(Problem(path, ", ".join(rule.unit for rule in rules), one_unit, split))
        quantity = sum(total(ledger.amounts[rule.id].quantity) for rule in rules)
        fen = sum(total(ledger.amounts[rule.id].amount) for rule in rules)
        summed.append(Feed(path, rules, quantity, unit_scale(ledger.rules, rules[0]), rules[0].unit, fen))
    if problems:
        raise ProblemsFound(problems)
    return summed


def fed(project: Project, ledger: Ledger) -> Project:
    """The project with the quantities and rates of the ledger, and the people of the roster.

    What changes is marked as derived from the roster, or as an assumption where its households are invented; what the
    project knew already from a source keeps it.

    Raises ProblemsFound for an item that the project does not have.
    """
    known = {value.path for value in project.values()}
    stated = feeds(ledger)
    missing = [feed.path for feed in stated if f"{feed.path}.quantity" not in known]
    if missing:
        raise ProblemsFound([_missing(path, known) for path in missing])
    changes: dict[str, tuple[Any, Source]] = dict(_people(ledger))
    for feed in stated:
        changes |= _item(project, feed, ledger)
    changes = {
        path: change for path, change in changes.items() if not _better_known(project, path, change[0])
    }
    changed = project.replace({path: value for path, (value, _) in changes.items()})
    sources = {**changed.sources, **{path: source for path, (_, source) in changes.items()}}
    return changed.model_copy(update={"sources": sources})


def _better_known(project: Project, path: str, value: Any) -> bool:
    """Whether the project says the same already, and from a source rather than as an assumption."""
    return bool(project.value(path) == value) and project.sources[path].provenance in ("published", "derived")


def _people(ledger: Ledger) -> dict[str, tuple[int, Source]]:
    roster = ledger.roster
    persons, poor = roster.people
    counts = {
        "households": len(roster),
        "persons": persons,
        "registered_poor_households": roster.registered_households,
        "registered_poor_persons": poor,
    }
    return {f"village.{name}": (count, _source(ledger)) for name, count in counts.items()}


def _item(project: Project, feed: Feed, ledger: Ledger) -> dict[str, tuple[Any, Source]]:
    if feed.fen and not feed.quantity:  # amounts that people set where nothing is counted
        feed = replace(feed, quantity=1, scale=1, unit="yuan")
    changes: dict[str, tuple[Any, Source]] = {}
    quantity = f"{feed.quantity} / {feed.scale}" if feed.scale > 1 else str(feed.quantity)
    changes[f"{feed.path}.quantity"] = evaluate(quantity), _source(ledger, quantity)
    rate, path = _rate(feed), f"{feed.path}.rate"
    if rate is None:  # nothing is counted and nothing paid
        return changes
    if evaluate(rate) != project.value(path):
        changes[path] = evaluate(rate), _source(ledger, rate, _exact_note(feed))
    return changes | _unit(project, feed, ledger)


def _rate(feed: Feed) -> str | None:
    """The arithmetic of the rate: as declared where that gives the sum, else the exact average."""
    declared = {rule.rate.fraction for rule in feed.rules}
    if (
        len(declared) == 1
        and Fraction(feed.quantity, feed.scale) * (rate := declared.pop()) * 100 == feed.fen
    ):
        return str(rate.numerator) if rate.denominator == 1 else f"{rate.numerator} / {rate.denominator}"
    if not feed.quantity:
        return None
    return (
        f"{feed.fen} / 100 / ({feed.quantity} / {feed.scale})"
        if feed.scale > 1
        else f"{feed.fen} / 100 / {feed.quantity}"
    )


def _unit(project: Project, feed: Feed, ledger: Ledger) -> dict[str, tuple[Any, Source]]:
    if InputPath.of(feed.path).group == "subsidies":
        path, wanted = f"{feed.path}.basis", BASIS.get(feed.unit, "lump_sum")
        same = project.value(path) == wanted
    else:
        path, wanted = f"{feed.path}.unit", "lump sum" if feed.unit == "yuan" else feed.unit
        said = str(project.value(path)).strip().lower()
        same = said == wanted or (wanted == "m2" and said in SQUARE_METRE)
    return {} if same else {path: (wanted, _source(ledger))}


def _exact_note(feed: Feed) -> str:
    ids = ", ".join(rule.id for rule in feed.rules)
    return (
        f"Average of the household lines of {ids}, so that quantity x rate is their sum to the fen. / "
        f"{ids} 各户明细的平均单价，使数量乘单价与明细合计分毫不差。"
    )


def _source(ledger: Ledger, derivation: str = "", note: str = "") -> Source:
    roster = ledger.roster
    count, file = len(roster), roster.places.file
    if roster.synthetic:
        source = f"synthetic roster of {count} households, {file} / {count}户模拟花名册 {file}"
        return Source(provenance="assumption", source=source, derivation=derivation, note=note)
    source = f"roster of {count} households, {file} / {count}户花名册 {file}"
    return Source(provenance="derived", source=source, derivation=derivation, note=note)


def _missing(path: str, known: Iterable[InputPath]) -> Problem:
    items = sorted({stated.parent for stated in known if len(stated.parts) == 3})
    expected = Label("an item of the project", "项目中的条目")
    return Problem(path, path, expected, near(path, items))
