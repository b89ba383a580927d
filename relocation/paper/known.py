"""Everything that the shipped files know, by name: <subject>.<path>.

    lujia.land_quota.area              an input of the project models/lujia.toml
    lujia.fund_balance.balance         a result of its appraisal
    lujia.after.land.per_household     what models/livelihoods/lujia.toml states, or one of its results
    wei_county.fund.premium            what models/schemes/wei_county.toml states; wei_county.gate.year_2017 follows
    nation.poor_2012                   a fact of models/facts/nation.toml
    norms.floor_area_per_person        a norm; poverty_lines.year_2015 a line

A series is known by its first year, as <path>.year_1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from relocation.folders import data_dir
from relocation.formula.language.book import Book
from relocation.formula.language.line_items import UnknownName
from relocation.formula.targets.scalar import Values
from relocation.insurance.poverty_lines import national_lines
from relocation.insurance.scheme import Scheme
from relocation.labels import Label
from relocation.livelihood.account import LivelihoodAccount, account_of
from relocation.livelihood.livelihood import Livelihood
from relocation.norms import norms
from relocation.printed import FactFile
from relocation.project.names import item_name
from relocation.project.paths import InputPath
from relocation.project.project import Project
from relocation.project.sourced_inputs import InputValue
from relocation.sourced import shipped

NUMBERS = {"number", "whole", "share"}


@dataclass(frozen=True, slots=True)
class Known:
    """One number with its name in words and where it comes from."""

    value: float
    label: Label
    source: str = ""


@cache
def subjects() -> tuple[str, ...]:
    """The subjects that something is known of."""
    models = data_dir("models")
    folders = (models, models / "livelihoods", models / "schemes", models / "facts")
    names = {path.stem for folder in folders for path in folder.glob("*.toml")}
    return tuple(sorted({*names, "norms", "poverty_lines"}))


@cache
def about(subject: str) -> Mapping[str, Known]:
    """All that is known of a subject, by path. Raises UnknownName, or ProblemsFound for a file that cannot be used.

    No two files about a subject may know the same path: ValueError.
    """
    if subject not in subjects():
        raise UnknownName(subject, subjects())
    by_path: dict[str, Known] = {}
    for path, known in _all_about(subject):
        if path in by_path:
            raise ValueError(f"{subject}.{path} is stated twice")
        by_path[path] = known
    return by_path


def known(name: str) -> Known:
    """The number of a name such as lujia.land_quota.area. Raises UnknownName with close matches."""
    subject, *parts = InputPath.of(name).parts
    every, path = about(subject), InputPath(*parts)
    if path not in every:
        raise UnknownName(name, [f"{subject}.{other}" for other in every])
    return every[path]


def _all_about(subject: str) -> Iterator[tuple[str, Known]]:
    if subject == "norms":
        yield from ((key, Known(norm.value, norm.label, norm.source)) for key, norm in norms().items())
    if subject == "poverty_lines":
        for stated, line in _named(national_lines().values()):
            year = stated.parent.name
            yield (year if stated.name == "amount" else f"{year}.{stated.name}"), line
    project = data_dir("models") / f"{subject}.toml"
    if project.is_file():
        yield from _of_project(subject)
    if (path := shipped("livelihoods", subject)).is_file():
        account = account_of(Livelihood.read(path))
        yield from _of_livelihood(account)
    if (path := shipped("schemes", subject)).is_file():
        yield from _of_scheme(Scheme.read(path))
    if (path := shipped("facts", subject)).is_file():
        yield from _of_facts(FactFile.read(path))


def _of_project(subject: str) -> Iterator[tuple[str, Known]]:
    project = Project.read(data_dir("models") / f"{subject}.toml")
    yield from _named(project.values())
    appraisal = project.appraise()
    yield from _of_lines(appraisal.book, appraisal.values)


def _of_livelihood(account: LivelihoodAccount) -> Iterator[tuple[str, Known]]:
    yield from _named(account.livelihood.values())
    yield from _of_lines(account.book, account.values)


def _of_scheme(scheme: Scheme) -> Iterator[tuple[str, Known]]:
    yield from _named(scheme.values())
    yield "premium.yearly", Known(scheme.yearly_premium / 100, Label("Premium of a year", "年保费总额"))
    for year in scheme.poverty_lines:
        gate = scheme.gate(year + 1)
        assert gate is not None
        label = Label(f"Income gate of {year + 1}", f"{year + 1} 年收入保障线")
        yield f"gate.year_{year + 1}", Known(gate / 100, label)


def _of_facts(file: FactFile) -> Iterator[tuple[str, Known]]:
    for identity, fact in file.facts.items():
        source = file.sources[f"facts.{identity}.number"]
        label = item_name(f"facts.{identity}", fact.label_en, fact.label_zh)
        yield identity, Known(fact.number, label, source.source)


def _of_lines(book: Book, values: Values) -> Iterator[tuple[str, Known]]:
    for key, line in book.lines.items():
        value = values[key]
        if isinstance(value, list):
            yield f"{key}.year_1", Known(value[1], line.label)
        else:
            yield key, Known(value, line.label)


def _named(values: Iterable[InputValue]) -> Iterator[tuple[InputPath, Known]]:
    """The numbers among values, called after the item they belong to."""
    listed = list(values)
    texts: dict[str, str] = {
        stated.path: str(stated.value) for stated in listed if stated.record.kind == "text"
    }
    for stated in listed:
        if stated.record.kind in NUMBERS and stated.value is not None:
            label = _name(stated.path.parent, texts, stated.record.label)
            yield stated.path, Known(float(stated.value), label, stated.source.source)


def _name(parent: InputPath, texts: Mapping[str, str], own: Label) -> Label:
    while parent:
        if texts.get(parent / "label_en"):
            return Label(f"{texts[parent / 'label_en']}: {own.en}", f"{texts[parent / 'label_zh']}：{own.zh}")
        parent = parent.parent
    return own
