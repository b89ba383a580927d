"""The package as others get it: built, installed into a clean environment, and used from another folder."""

import os
import sys
import tarfile
import tomllib
import venv
from collections.abc import Mapping
from pathlib import Path
from subprocess import CompletedProcess
from typing import NamedTuple
from zipfile import ZipFile

import pytest

from tests.processes import finished

ROOT = Path(__file__).resolve().parents[1]
DATA_FOLDERS = ("models", "excel_templates")
PASSED_OVER = ("__pycache__", ".pyc", "~$", ".~lock.")


class Installation(NamedTuple):
    """A clean environment that holds our wheel; everything else comes from the environment of the tests."""

    python: Path
    command: Path
    package: Path

    def run(self, *arguments: str | Path, folder: Path) -> CompletedProcess[str]:
        surroundings = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        return finished(arguments, cwd=folder, env=surroundings, check=False)


def build(source: Path, target: str, into: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(into)]
    finished(command, cwd=source)
    [built] = into.iterdir()
    return built


def unpack(archive: Path, into: Path) -> None:
    with tarfile.open(archive) as opened:
        for member in opened:
            content = opened.extractfile(member)
            assert content is not None, f"{member.name} is not a file"
            path = into / member.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.read())


def members(wheel: Path) -> dict[str, bytes]:
    with ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def files_under(folder: Path) -> dict[str, bytes]:
    """Content of every file that is ours, by its path below `folder`."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not any(mark in path.as_posix() for mark in PASSED_OVER)
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installation(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    home = tmp_path_factory.mktemp("installation")
    venv.create(home, with_pip=True)
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    [site] = (path for path in home.rglob("site-packages") if path.is_dir())
    python = programs / "python"
    finished([python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel])
    # Read after the environment's own folder, so that our package can only be the one from the wheel.
    libraries = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    (site / "libraries_of_the_tests.pth").write_text("\n".join(libraries) + "\n", encoding="utf-8")
    return Installation(python, programs / "relocation", site / "relocation")


def test_the_wheel_carries_the_package_and_its_data(wheel: Path) -> None:
    found = members(wheel)
    expected = {f"relocation/{name}": content for name, content in files_under(ROOT / "relocation").items()}
    for folder in DATA_FOLDERS:
        carried = files_under(ROOT / folder)
        assert carried, f"{folder} is empty"
        expected |= {f"relocation/_data/{folder}/{name}": content for name, content in carried.items()}
    assert "relocation/py.typed" in expected
    assert {name: content for name, content in found.items() if ".dist-info/" not in name} == expected


def test_the_source_archive_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    unpack(build(ROOT, "sdist", tmp_path / "archive"), tmp_path / "unpacked")
    [source] = (tmp_path / "unpacked").iterdir()
    assert members(build(source, "wheel", tmp_path / "again")) == members(wheel)


def test_models_and_templates_come_from_the_wheel(installation: Installation, tmp_path: Path) -> None:
    for folder in DATA_FOLDERS:
        script = f"from relocation.folders import data_dir; print(data_dir({folder!r}))"
        run = installation.run(installation.python, "-c", script, folder=tmp_path)
        assert run.returncode == 0, run.stderr
        assert Path(run.stdout.strip()).samefile(installation.package / "_data" / folder)


def test_demo_runs_from_another_folder(installation: Installation, tmp_path: Path) -> None:
    run = installation.run(installation.command, "demo", folder=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "163,266,000" in run.stdout
    assert list(tmp_path.iterdir()) == []


def test_template_runs_from_another_folder(installation: Installation, tmp_path: Path) -> None:
    run = installation.run(installation.command, "template", "-o", "x.xlsx", folder=tmp_path)
    assert run.returncode == 0, run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["x.xlsx"]
    assert "xl/workbook.xml" in members(tmp_path / "x.xlsx")


def test_demo_reads_nothing_but_the_wheel(installation: Installation, tmp_path: Path) -> None:
    """Without the models of the wheel there is no demo: no checkout nearby stands in for them."""
    models = installation.package / "_data" / "models"
    aside = models.rename(tmp_path / "models_aside")
    try:
        run = installation.run(installation.command, "demo", folder=tmp_path)
    finally:
        aside.rename(models)
    assert run.returncode != 0


def locked(text: str) -> Mapping[str, str]:
    """Package name -> the rest of its entry in the lock file."""
    entries = [line for line in text.replace("\\\n", " ").splitlines() if line and not line.startswith("#")]
    return dict(entry.split("==", 1) for entry in entries)


def test_the_lock_file_names_every_dependency_with_a_hash_and_no_address() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    requirements = project["dependencies"] + project["optional-dependencies"]["test"]
    wanted = {requirement.split(">=")[0] for requirement in requirements}
    assert wanted <= locked(text).keys()
    assert all("--hash=sha256:" in entry for entry in locked(text).values())
    assert not [line for line in text.splitlines() if "/" in line or "index" in line]
