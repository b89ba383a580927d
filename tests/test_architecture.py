"""Which module may import which: the table of layers, and planted breaches that prove the check sees them."""

import ast
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.processes import finished

ROOT = Path(__file__).resolve().parents[1]

# From the ground up. A module imports from the layers below its own and from its own package. Neighbours in one layer
# do not know each other. A module of a package that stands higher than the rest of it is listed by both names.
LAYERS = (
    ("labels", "folders", "version", "hooks", "calendar", "javascript", "processes"),
    ("caller", "shown"),
    ("tables",),
    ("problems", "written_dates", "kept_on_disk", "verify.record"),
    ("given",),
    ("short_names",),
    ("files",),
    ("charts",),
    ("formula",),
    ("project",),
    ("reading",),
    ("contingencies",),
    ("items", "norms"),
    ("statements",),
    ("annual",),
    ("indicators", "checks", "certainty", "frames"),
    ("verdict", "second_opinion"),
    ("model",),
    ("appraisal",),
    ("project.project",),
    ("project.template",),
    ("stress", "county", "reconciliation", "presets"),
    ("changes",),
    ("scenarios", "loan_schedule"),
    ("households", "sourced"),
    ("printed",),
    ("insurance", "points"),
    ("livelihood",),
    ("paper",),
    ("reports",),
    ("excel", "page", "word"),
    ("verify",),
    ("cases",),
    ("county_files",),
    ("web",),
    ("__init__",),
    ("cli",),
    ("__main__",),
)

PLACED = frozenset(name for layer in LAYERS for name in layer)

# Packages whose items never import one another. An item is a module, or a package whose modules may.
SEPARATE = ("relocation.items",)

# The only places where a library may be imported: a module, or a package with all its modules.
LIBRARIES = {
    "openpyxl": ("relocation.excel",),
    "tomllib": ("relocation.reading.toml_file",),
    "tomli_w": ("relocation.reading.toml_file",),
    "numpy_financial": ("relocation.second_opinion", "relocation.verify"),
    "formualizer": ("relocation.verify",),
    "quickjs": ("relocation.javascript",),
    "jinja2": ("relocation.page",),
    "docx": ("relocation.word",),
    "resvg_py": ("relocation.charts",),
    "matplotlib": (),
    "starlette": ("relocation.web",),
    "uvicorn": ("relocation.web",),
    "h11": ("relocation.web",),
    "python_multipart": ("relocation.web",),
}

# Imports inside a function: where, what, and why not at the top. Whatever else a module needs stands at its top.
LATE = {
    ("relocation", "pandas"): "a frame is made when somebody asks for one; it takes longer than all else",
    ("relocation.households", "pyarrow"): "extra `cluster`",
    ("relocation.households", "numba"): "extra `fast`",
    ("relocation.scenarios.simulation", "scipy"): "extra `sobol`",
    ("relocation.scenarios.simulation", "distributed"): "extra `cluster`",
    ("relocation.charts.png", "resvg_py"): "extra `pictures`",
    ("relocation.reports.published", "relocation.paper"): "schemes and livelihoods, for `demo --all`",
    ("relocation.cases", "relocation.excel"): "openpyxl, for a case that is a workbook",
    ("relocation.county_files", "relocation.excel"): "openpyxl, for a folder of workbooks",
    ("relocation.cli", "relocation.excel"): "openpyxl, where a workbook is written or read",
    ("relocation.cli.cases", "relocation.cli.households"): "rosters, for `template --roster`",
    ("relocation.cli.report", "relocation.word"): "extra `word`",
    ("relocation.cli.report", "relocation.cli.verifying"): "other engines, for --verify",
    ("relocation.cli.serving", "relocation.web"): "extra `web`",
    ("relocation.web", "resource"): "only where there is one",
    ("relocation.web.answers", "relocation.word"): "extra `word`",
    ("relocation.verify", "formualizer"): "extra `verify`",
    ("relocation.cli.report", "relocation.cli.households"): "rosters, for --households",
    (
        "relocation.cli.insurance",
        "relocation.insurance.claims_simulation",
    ): "random numbers, for a fund without claims",
    ("relocation.cli.steps", "relocation.scenarios.simulation.executors"): "for --scheduler",
    ("relocation.cli.steps", "relocation.tables.page"): "where a page is written",
    ("relocation.cli.steps", "relocation.page"): "jinja2, where a page with pictures is written",
    ("relocation.cli.steps", "rich"): "where a terminal shows the progress",
    ("relocation.excel.read.tables", "relocation.households"): "for a workbook of another kind than wanted",
    ("relocation.excel.read.tables", "relocation.points"): "for a workbook of another kind than wanted",
}

# Where a module may be fetched by a name that is computed: tables of names stand there, and nobody below imports them.
COMPUTED = {"relocation": "public names and hooks", "relocation.cli.program": "what carries out each command"}

MOST_LINES = 350

ImportingNode = ast.Import | ast.ImportFrom | ast.Call


class Import(NamedTuple):
    """One import of a module; it may stand in a function, or be there for the type checker only."""

    target: str
    line: int
    in_function: bool
    typing_only: bool


class Module(NamedTuple):
    name: str
    path: Path
    lines: int
    imports: tuple[Import, ...]

    @property
    def part(self) -> str:
        return part(self.name)

    def breach(self, line: int, text: str) -> str:
        return f"{self.path.as_posix()}:{line}: {text}"


def part(name: str) -> str:
    """The module or package directly under `relocation` that a dotted name belongs to, or what is listed of it by itself."""
    parts = name.split(".")[1:3]
    return ".".join(parts) if ".".join(parts) in PLACED else parts[0] if parts else "__init__"


def item(name: str) -> str:
    """The item of a separate package that a module belongs to: relocation.items.loans of its module terms."""
    return ".".join(name.split(".")[:3])


def is_within(name: str, place: str) -> bool:
    return name == place or name.startswith(place + ".")


def read_modules(root: Path) -> dict[str, Module]:
    """Every module of `root/relocation` by its dotted name."""
    files = sorted((root / "relocation").rglob("*.py"))
    paths = {dotted_name(path.relative_to(root)): path for path in files}
    return {name: read_module(name, path, root, frozenset(paths)) for name, path in paths.items()}


def dotted_name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def read_module(name: str, path: Path, root: Path, known: frozenset[str]) -> Module:
    text = path.read_text(encoding="utf-8")
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    imports = tuple(
        Import(target, node.lineno, in_function, typing_only)
        for node, in_function, typing_only in importing_nodes(ast.parse(text))
        for target in targets(node, package, known)
    )
    return Module(name, path.relative_to(root), len(text.splitlines()), imports)


def importing_nodes(
    node: ast.AST, in_function: bool = False, typing_only: bool = False
) -> Iterator[tuple[ImportingNode, bool, bool]]:
    """What may import under `node`, and whether it waits for a call or is there for the type checker only."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ImportingNode):
            yield child, in_function, typing_only
        waits = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for_types = isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING")
        yield from importing_nodes(child, in_function or waits, typing_only or for_types)


def targets(node: ImportingNode, package: str, known: frozenset[str]) -> Iterator[str]:
    """The dotted names that a node imports; `<computed>` where only running it would tell."""
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            base = absolute(module or "", level, package)
            inner = (f"{base}.{alias.name}" for alias in names)
            yield from {name if name in known else base for name in inner}
        case ast.Call(func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module")):
            match node.args:
                case [ast.Constant(value=str(name)), *_]:
                    level = len(name) - len(name.lstrip("."))
                    yield absolute(name.lstrip("."), level, package)
                case _:
                    yield "<computed>"


def absolute(name: str, level: int, package: str) -> str:
    """The full name of an import that starts with `level` dots inside `package`."""
    if level == 0:
        return name
    base = ".".join(package.split(".")[: len(package.split(".")) - level + 1])
    return f"{base}.{name}" if name else base


def inner_imports(module: Module) -> Iterator[Import]:
    """The imports of our own modules."""
    return (link for link in module.imports if is_within(link.target, "relocation"))


def find_unplaced(modules: Mapping[str, Module]) -> Iterator[str]:
    for module in modules.values():
        if module.part not in PLACED:
            yield module.breach(1, f"'{module.part}' has no place in LAYERS")


def find_upward(modules: Mapping[str, Module]) -> Iterator[str]:
    height = {name: level for level, layer in enumerate(LAYERS) for name in layer}
    for module in modules.values():
        for link in inner_imports(module):
            above, below = part(link.target), module.part
            if above != below and height.get(above, -1) >= height.get(below, len(LAYERS)):
                yield module.breach(link.line, f"'{below}' may not import '{link.target}'")


def find_entangled(modules: Mapping[str, Module]) -> Iterator[str]:
    for package in SEPARATE:
        for module in modules.values():
            if not is_within(module.name, package) or module.name == package:
                continue
            for link in inner_imports(module):
                if is_within(link.target, package) and item(link.target) != item(module.name):
                    yield module.breach(link.line, f"an item of {package} imports '{link.target}'")


def find_cycles(modules: Mapping[str, Module]) -> Iterator[str]:
    """Files that import each other over any number of others, be it in a function or for the type checker only."""
    graph = {name: {link.target for link in inner_imports(module)} for name, module in modules.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield "cycle: " + " -> ".join(reversed(error.args[1]))


def find_strayed_libraries(modules: Mapping[str, Module]) -> Iterator[str]:
    for module in modules.values():
        for link in module.imports:
            library = link.target.split(".")[0]
            places = LIBRARIES.get(library)
            if places is not None and not any(is_within(module.name, place) for place in places):
                yield module.breach(link.line, f"{library} belongs to {', '.join(places) or 'no module yet'}")


def find_computed(modules: Mapping[str, Module]) -> Iterator[str]:
    for module in modules.values():
        for link in module.imports:
            if link.target == "<computed>" and module.name not in COMPUTED:
                yield module.breach(link.line, "an import by a computed name cannot be checked")


def reasons(module: Module, link: Import) -> list[tuple[str, str]]:
    """The lines of LATE that an import inside a function rests on."""
    return [
        (place, target)
        for place, target in LATE
        if is_within(module.name, place) and is_within(link.target, target)
    ]


def find_late(modules: Mapping[str, Module]) -> Iterator[str]:
    """Imports inside functions that nobody gave a reason."""
    for module in modules.values():
        for link in module.imports:
            is_known = link.target == "<computed>" or reasons(module, link)
            if link.in_function and not is_known:
                yield module.breach(
                    link.line, f"'{link.target}' is imported inside a function without a reason"
                )


def find_oversized(modules: Mapping[str, Module]) -> Iterator[str]:
    for module in modules.values():
        if module.lines > MOST_LINES:
            yield module.breach(MOST_LINES + 1, f"{module.lines} lines, more than {MOST_LINES}")


RULES = (
    find_unplaced,
    find_upward,
    find_entangled,
    find_cycles,
    find_strayed_libraries,
    find_computed,
    find_late,
    find_oversized,
)


def breaches(root: Path) -> list[str]:
    modules = read_modules(root)
    return [breach for rule in RULES for breach in rule(modules)]


def test_the_package_keeps_its_layers() -> None:
    assert breaches(ROOT) == []


def test_every_place_in_the_table_is_taken() -> None:
    parts = {module.part for module in read_modules(ROOT).values()}
    assert parts == PLACED


def test_every_reason_for_a_late_import_is_used() -> None:
    modules = read_modules(ROOT).values()
    late = [(module, link) for module in modules for link in module.imports if link.in_function]
    assert {line for module, link in late for line in reasons(module, link)} == set(LATE)


@pytest.mark.parametrize("library", ["pandas", "openpyxl", "pydantic"])
def test_help_answers_without(library: str) -> None:
    script = f"""
import sys
sys.argv = ["relocation", "--help"]
from relocation.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
assert "{library}" not in sys.modules, "{library} was imported"
"""
    assert "Usage" in finished([sys.executable, "-c", script], cwd=ROOT).stdout


CLEAN = {
    "__init__.py": "import importlib\ndef __getattr__(name):\n    return importlib.import_module(name)\n",
    "labels.py": "",
    "problems.py": "from relocation.labels import Label\n",
    "formula/__init__.py": "",
    "formula/language/book.py": "from relocation.labels import Label\n",
    "second_opinion.py": "import numpy_financial\n",
    "project/__init__.py": "",
    "reading/toml_file.py": "import tomllib\nimport tomli_w\n",
    "project/sourced_inputs.py": "",
    "project/project.py": "from relocation.appraisal import Appraisal\n",
    "project/template.py": "from relocation.project.project import Project\n",
    "items/__init__.py": "",
    "items/loans.py": "from ..formula import book\n",
    "items/subsidies.py": "from relocation.formula.language.book import Book\n",
    "items/bonds/__init__.py": "from relocation.items.bonds.account import declare\n",
    "items/bonds/account.py": "from relocation.items.bonds import terms\n",
    "items/bonds/terms.py": "",
    "version.py": "",
    "statements.py": "from relocation.version import __version__\nfrom relocation.items import loans\n",
    "appraisal.py": "import relocation.statements\nfrom relocation.project.sourced_inputs import SourcedInputs\n",
    "excel/__init__.py": "",
    "excel/styles.py": "import openpyxl.styles\n",
    "excel/workbook.py": "from relocation.excel import styles\n",
    "cli.py": "import relocation\n",
}

TYPING_ONLY = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n"

PLANTED: dict[str, Any] = {
    "an item knows the statements": (
        {"items/loans.py": "from relocation.statements import lines\n"},
        "relocation/items/loans.py:1: 'items' may not import 'relocation.statements'",
        "cycle: relocation.statements -> relocation.items.loans",
    ),
    "an item knows the statements as a module": (
        {"items/loans.py": "import math\nfrom relocation import statements\n"},
        "relocation/items/loans.py:2: 'items' may not import 'relocation.statements'",
        "cycle: relocation.statements -> relocation.items.loans",
    ),
    "an item knows the statements by a relative name": (
        {"items/loans.py": "from .. import statements\n"},
        "relocation/items/loans.py:1: 'items' may not import 'relocation.statements'",
        "cycle: relocation.statements -> relocation.items.loans",
    ),
    "an item knows the statements once called": (
        {"items/loans.py": "def declare():\n    import relocation.statements\n"},
        "relocation/items/loans.py:2: 'items' may not import 'relocation.statements'",
        "cycle: relocation.statements -> relocation.items.loans",
        "relocation/items/loans.py:2: 'relocation.statements' is imported inside a function without a reason",
    ),
    "an item knows the statements by importlib": (
        {"items/loans.py": "import importlib\nlines = importlib.import_module('relocation.statements')\n"},
        "relocation/items/loans.py:2: 'items' may not import 'relocation.statements'",
        "cycle: relocation.statements -> relocation.items.loans",
    ),
    "the formulas know the project beside them": (
        {"formula/language/book.py": "from relocation.project import sourced_inputs\n"},
        "relocation/formula/language/book.py:1: 'formula' may not import 'relocation.project.sourced_inputs'",
    ),
    "a module inside imports the public names": (
        {"statements.py": "import relocation\n"},
        "relocation/statements.py:1: 'statements' may not import 'relocation'",
    ),
    "a module imports one of its own package that stands higher": (
        {"project/sourced_inputs.py": "from relocation.project import template\n"},
        "relocation/project/sourced_inputs.py:1: 'project' may not import 'relocation.project.template'",
        "cycle: relocation.appraisal -> relocation.project.sourced_inputs -> relocation.project.template -> ",
    ),
    "an item imports an item": (
        {"items/loans.py": "from relocation.items.subsidies import declare\n"},
        "relocation/items/loans.py:1: an item of relocation.items imports 'relocation.items.subsidies'",
    ),
    "a module of an item that is a package imports another item": (
        {"items/bonds/terms.py": "from relocation.items.subsidies import declare\n"},
        "relocation/items/bonds/terms.py:1: an item of relocation.items imports 'relocation.items.subsidies'",
    ),
    "two modules import each other": (
        {"excel/styles.py": "from relocation.excel import workbook\n"},
        "cycle: relocation.excel.",
    ),
    "two modules import each other, one of them once called": (
        {"excel/styles.py": "def fill():\n    from relocation.excel import workbook\n"},
        "cycle: relocation.excel.",
        "relocation/excel/styles.py:2: 'relocation.excel.workbook' is imported inside a function without a reason",
    ),
    "two modules import each other, one of them for the type checker": (
        {"excel/styles.py": f"{TYPING_ONLY}    from relocation.excel.workbook import Workbook\n"},
        "cycle: relocation.excel.",
    ),
    "two packages import each other": (
        {"formula/language/book.py": f"{TYPING_ONLY}    from relocation.excel.styles import Style\n"}
        | {"excel/styles.py": "from relocation.formula.language import book\n"},
        "cycle: relocation.",
        "relocation/formula/language/book.py:3: 'formula' may not import 'relocation.excel.styles'",
    ),
    "openpyxl outside excel": (
        {"statements.py": "def show():\n    from openpyxl import Workbook\n"},
        "relocation/statements.py:2: openpyxl belongs to relocation.excel",
        "relocation/statements.py:2: 'openpyxl' is imported inside a function without a reason",
    ),
    "tomllib beside its module": (
        {"project/project.py": "import tomllib\n"},
        "relocation/project/project.py:1: tomllib belongs to relocation.reading.toml_file",
    ),
    "numpy_financial in an item": (
        {"items/loans.py": "import numpy_financial as npf\n"},
        "relocation/items/loans.py:1: numpy_financial belongs to relocation.second_opinion, relocation.verify",
    ),
    "matplotlib before its time": (
        {"excel/workbook.py": "import matplotlib.figure\n"},
        "relocation/excel/workbook.py:1: matplotlib belongs to no module yet",
    ),
    "an import by a computed name": (
        {"items/loans.py": "from importlib import import_module\nlines = import_module('relo' + 'cation')\n"},
        "relocation/items/loans.py:2: an import by a computed name cannot be checked",
    ),
    "an import inside a function": (
        {"items/loans.py": "def declare():\n    import json\n"},
        "relocation/items/loans.py:2: 'json' is imported inside a function without a reason",
    ),
    "an import inside a function inside a class, by importlib": (
        {"items/loans.py": "class Loan:\n    def declare(self):\n        importlib.import_module('json')\n"},
        "relocation/items/loans.py:3: 'json' is imported inside a function without a reason",
    ),
    "a reason given for another place": (
        {"items/loans.py": "def declare():\n    import pyarrow\n"},
        "relocation/items/loans.py:2: 'pyarrow' is imported inside a function without a reason",
    ),
    "a module without a place": (
        {"tools/__init__.py": ""},
        "relocation/tools/__init__.py:1: 'tools' has no place in LAYERS",
    ),
    "a module grown too long": (
        {"labels.py": "\n" * (MOST_LINES + 1)},
        "relocation/labels.py:351: 351 lines, more than 350",
    ),
}


def plant(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = root / "relocation" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_a_clean_package_has_no_breach(tmp_path: Path) -> None:
    plant(tmp_path, CLEAN)
    assert breaches(tmp_path) == []


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_breach_is_found(tmp_path: Path, planted: Any) -> None:
    files, *expected = planted
    plant(tmp_path, CLEAN | files)
    found = breaches(tmp_path)
    assert len(found) == len(expected)
    assert all(any(breach.startswith(said) for breach in found) for said in expected)
