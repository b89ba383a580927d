"""How Sphinx builds the site; `python docs/build_site.py` says what it is built from, once for each language."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

from relocation.version import __version__

FOLDER = Path(__file__).resolve().parent

project = "relocation"
author = "The relocation authors"
project_copyright = author
version = release = __version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "docs.site_parts.mathml",
    "docs.site_parts.docstrings",
    "docs.site_parts.chinese_search",
]
root_doc = "index"
nitpicky = True
# Types of other libraries, and types of ours that have no page of their own.
nitpick_ignore_regex = [("py:.*", r".*")]
suppress_warnings: list[str] = []
keep_warnings = True

myst_enable_extensions = ["dollarmath"]
myst_fence_as_directive = ["math"]
myst_heading_anchors = 3

autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
python_use_unqualified_type_names = True
maximum_signature_line_length = 80
add_module_names = False

html_theme = "furo"
html_math_renderer = "mathml"
html_static_path = [str(FOLDER / "site_parts" / "static")]
templates_path = [str(FOLDER / "site_parts" / "templates")]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None
html_theme_options = {"navigation_with_keys": True}
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "language.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}


def setup(app: Sphinx) -> None:
    """A table of numbers has no colours."""
    app.add_lexer("csv", TextLexer)
