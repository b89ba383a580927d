"""Project files: what is written reads back as the identical project."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

import relocation
from relocation.cases import shipped
from relocation.project.project import Project
from relocation.project.template import padded
from relocation.reading.toml_file import write
from tests.random_projects import projects


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(projects())
def test_a_project_written_and_read_is_the_same_project(project: Project) -> None:
    text = write(project)
    assert Project.parse(text) == project
    assert write(Project.parse(text)) == text


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_case_written_and_read_is_the_same_case(name: str) -> None:
    case = relocation.load(name)
    assert Project.parse(write(case)) == case


def test_spare_slots_survive() -> None:
    template = padded(relocation.load("lujia"))
    assert Project.parse(write(template)) == template
