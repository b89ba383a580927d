"""The report as one page that can be read, printed and asked what if: one file, both languages, no network.

    page        the whole text           live       which line each figure is of
    parts       chapters as HTML         plan       what the script calculates with, as data
    scripts     the one script, its policy          words      what the page itself says

Python writes every figure, and the script only exchanges the text of those that change; without scripts the page is a report.
"""

from relocation.page.page import page_text

__all__ = ["page_text"]
