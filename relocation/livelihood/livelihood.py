"""A livelihood after the move, declared in a file such as models/livelihoods/lujia.toml."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from pydantic import Field

from relocation.folders import data_dir
from relocation.labels import Label
from relocation.livelihood.inputs import (
    Before,
    Collective,
    Measure,
    Once,
    Place,
    RiskAnswer,
    SparedInterest,
    Stream,
)
from relocation.problems import Problem
from relocation.project.project import Project
from relocation.sourced import SourcedDocument, document, problem, unknown_name

RISKS: dict[str, Label] = {
    "landlessness": Label("Landlessness", "失去土地"),
    "joblessness": Label("Joblessness", "失去工作"),
    "homelessness": Label("Homelessness", "失去住房"),
    "marginalisation": Label("Marginalisation", "边缘化"),
    "food_insecurity": Label("Food insecurity", "食物无保障"),
    "morbidity": Label("Increased morbidity", "疾病增加"),
    "common_property": Label("Loss of common property", "失去公共财产"),
    "disarticulation": Label("Social disarticulation", "社会网络解体"),
}


class Livelihood(SourcedDocument):
    """Income before and after by stream, one-off cash apart, measures, spared interest, and the collective."""

    place: Place
    before: Before = Field(default_factory=Before)
    after: dict[str, Stream] = Field(default_factory=dict)
    once: dict[str, Once] = Field(default_factory=dict)
    measures: dict[str, Measure] = Field(default_factory=dict)
    spared_interest: dict[str, SparedInterest] = Field(default_factory=dict)
    collective: Collective = Field(default_factory=Collective)
    risks: dict[str, RiskAnswer] = Field(default_factory=dict)

    @property
    def name(self) -> Label:
        """What the place is called."""
        return Label(self.place.name_en, self.place.name_zh)

    @cached_property
    def project(self) -> Project | None:
        """The shipped project of the place, if it names one."""
        if not self.place.project:
            return None
        return Project.read(data_dir("models") / f"{self.place.project}.toml")

    @property
    def households(self) -> int:
        """Households of the place: its own, else the project's."""
        return self.place.households or (self.project.village.households if self.project else 0)

    @property
    def persons(self) -> int:
        """Persons of the place: its own, else the project's."""
        return self.place.persons or (self.project.village.persons if self.project else 0)

    @property
    def members(self) -> float:
        """Members of the collective: its own number, else all persons."""
        return self.collective.members or self.persons

    def broken_rules(self) -> Iterator[Problem]:
        """Parts belong to something, a project is one that is shipped, and a risk is one of the eight."""
        for identity in self.risks:
            yield from unknown_name(f"risks.{identity}", identity, RISKS)
        for identity, measure in self.measures.items():
            if measure.part_of:
                known = [*(other for other in self.measures if other != identity), *self.after]
                yield from unknown_name(f"measures.{identity}.part_of", measure.part_of, known)
        if self.place.project:
            names = sorted(path.stem for path in data_dir("models").glob("*.toml"))
            yield from unknown_name("place.project", self.place.project, names)
        elif self.after and not (self.place.households and self.place.persons):
            expected = Label(
                "households and persons, or a project that counts them", "户数与人数，或载有二者的项目"
            )
            yield problem("place.households", str(self.place.households), expected)


def load_livelihood(name: str) -> Livelihood:
    """A livelihood that comes with the package, such as lujia, or the one in a .toml file. Raises ProblemsFound."""
    return Livelihood.read(document("livelihoods", name))
