"""Runs inside a Python that has `uno`, not in ours: opens a workbook in LibreOffice and asks it scenario by scenario.

Standard input is one JSON object {workbook, profile, port, inputs: [defined name], outputs: [[sheet, cell]],
scenarios: [[number]]}; standard output is one {outputs: [[number]], wall, cpu}. `cpu` counts the seconds of LibreOffice
and of this program in the loop over the scenarios, not those of starting and of opening the file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PATIENCE = 60  # seconds until LibreOffice listens
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    task = json.load(sys.stdin)
    listen = f"socket,host=127.0.0.1,port={task['port']};urp;"
    program = subprocess.Popen(
        [
            *("soffice", f"-env:UserInstallation={Path(task['profile']).as_uri()}"),
            *("--headless", "--norestore", "--nologo", f"--accept={listen}"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    desktop = None
    try:
        desktop = connect(listen)
        document = opened(desktop, task["workbook"])
        json.dump(calculate(document, task), sys.stdout)
        document.close(True)
    finally:
        close(desktop, program)


def connect(listen: str) -> Any:
    import uno

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + PATIENCE
    while True:
        try:
            context = resolver.resolve(f"uno:{listen}StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def opened(desktop: Any, workbook: str) -> Any:
    from com.sun.star.beans import PropertyValue

    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    document = desktop.loadComponentFromURL(Path(workbook).as_uri(), "_blank", 0, (hidden,))
    document.enableAutomaticCalculation(False)
    return document


def calculate(document: Any, task: dict[str, Any]) -> dict[str, Any]:
    """Sets the inputs of each scenario, calculates, reads the outputs."""
    names = document.NamedRanges
    inputs = [names.getByName(name).getReferredCells() for name in task["inputs"]]
    cells = [range_.getCellByPosition(0, 0) for range_ in inputs]
    outputs = [document.Sheets.getByName(sheet).getCellRangeByName(cell) for sheet, cell in task["outputs"]]
    answer(document, cells, outputs, task["scenarios"][0])  # the first calculation of a file does more
    wall, cpu = time.perf_counter(), seconds_used()
    found = [answer(document, cells, outputs, scenario) for scenario in task["scenarios"]]
    return {"outputs": found, "wall": time.perf_counter() - wall, "cpu": seconds_used() - cpu}


def answer(document: Any, cells: list[Any], outputs: list[Any], scenario: list[float]) -> list[float | None]:
    for cell, value in zip(cells, scenario, strict=True):
        cell.Value = value
    document.calculate()
    return [None if cell.getError() or cell.String == "n/a" else cell.Value for cell in outputs]


def seconds_used() -> float:
    """Of this program and all its descendants that are alive."""
    return time.process_time() + sum(_ticks(process) for process in _descendants(os.getpid())) / TICKS


def _descendants(process: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        children = [int(child) for child in (task / "children").read_text().split()]
        found += children + [below for child in children for below in _descendants(child)]
    return found


def _ticks(process: int) -> int:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def close(desktop: Any, program: subprocess.Popen[bytes]) -> None:
    try:
        if desktop is not None:
            desktop.terminate()
        program.wait(20)
    except Exception:
        program.kill()
        program.wait(20)


if __name__ == "__main__":
    main()
