"""Where the package runs from: as it stands here, and as it stood in an earlier commit, installed in a venv of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def here() -> Path:
    """The Python that runs this."""
    return Path(sys.executable)


def earlier(commit: str, folder: Path) -> Path:
    """The Python of a fresh venv in which a commit of this repository is installed."""
    source, venv = folder / "source", folder / "venv"
    source.mkdir()
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "--extract"], cwd=source, input=archive, check=True)
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    python = venv / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", f"{source}[fast,cluster]"], check=True)
    return python
