"""All inputs of a relocation, group by group, in the order in which a planner thinks."""

from __future__ import annotations

from pydantic import Field

from relocation.project.borrowing import Loan
from relocation.project.funding import LandQuota, Subsidy
from relocation.project.groups import Evaluation, Group, Published, Timeline, Village
from relocation.project.spending import Compensation, Construction, Other, Purchase, Yearly


class Inputs(Group):
    """The values that a planner states; a `Project` knows in addition where each of them comes from."""

    village: Village
    timeline: Timeline
    land_quota: LandQuota = Field(default_factory=LandQuota)
    subsidies: dict[str, Subsidy] = Field(default_factory=dict)
    construction: dict[str, Construction] = Field(default_factory=dict)
    compensation: dict[str, Compensation] = Field(default_factory=dict)
    purchases: dict[str, Purchase] = Field(default_factory=dict)
    loans: dict[str, Loan] = Field(default_factory=dict)
    income: dict[str, Yearly] = Field(default_factory=dict)
    costs: dict[str, Yearly] = Field(default_factory=dict)
    other: dict[str, Other] = Field(default_factory=dict)
    evaluation: Evaluation = Field(default_factory=Evaluation)
    published: dict[str, Published] = Field(default_factory=dict)
