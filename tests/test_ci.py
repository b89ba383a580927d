"""The script that machines run: it follows the README's own test command, in a copy of the checkout."""

import re
import shutil
from pathlib import Path

import pytest

from tests.processes import finished

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / ".ci" / "run"
COMMAND = 'python3 -m venv .venv && .venv/bin/pip install -q -e ".[test]" && .venv/bin/python -m pytest -q -n auto\n'

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


def call(name: str, *arguments: Path, **variables: Path) -> str:
    """What one function of the script prints."""
    text = SCRIPT.read_text("utf-8")
    marker = re.search(r"^marker=.*$", text, re.MULTILINE)
    function = re.search(rf"^{name}\(\) {{\n.*?^}}$", text, re.MULTILINE | re.DOTALL)
    assert marker is not None
    assert function is not None
    given = "\n".join(f"{key}='{value}'" for key, value in variables.items())
    program = f"set -euo pipefail\n{marker[0]}\n{given}\n{function[0]}\n{name} " + " ".join(
        map(str, arguments)
    )
    return str(finished(["bash", "-c", program]).stdout)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_test_command_is_found_in_the_readme(name: str) -> None:
    assert call("test_command", ROOT / name) == COMMAND


def test_a_readme_without_the_marker_gives_no_command(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("```sh\nrm -rf everything\n```\n", encoding="utf-8")
    assert call("test_command", readme) == ""


def test_a_checkout_without_git_is_copied_whole_but_for_its_environment(tmp_path: Path) -> None:
    checkout, copy = tmp_path / "checkout", tmp_path / "copy"
    for path in ("README.md", "relocation/cli.py", ".venv/bin/python", "relocation/__pycache__/cli.pyc"):
        (checkout / path).parent.mkdir(parents=True, exist_ok=True)
        (checkout / path).write_text("", encoding="utf-8")
    copy.mkdir()
    call("copy_checkout", copy, checkout=checkout)
    found = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    assert found == {"README.md", "relocation/cli.py"}
