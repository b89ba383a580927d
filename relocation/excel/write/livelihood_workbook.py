"""Life after the move of one place as a live workbook: inputs, income, measures, the collective, the eight risks."""

from __future__ import annotations

from collections.abc import Sequence

from relocation.excel.layout.kinds import LIVELIHOOD
from relocation.excel.layout.kinds import LIVELIHOOD_SHEETS as SHEETS
from relocation.excel.sheets.collective import write_collective
from relocation.excel.sheets.livelihood import write_income, write_measures
from relocation.excel.sheets.livelihood_comparison import can_be_worked_out
from relocation.excel.sheets.livelihood_inputs import write_livelihood_inputs
from relocation.excel.sheets.risks import write_risks
from relocation.excel.write.draft import Draft, draft_without_places
from relocation.excel.write.livelihood_layout import LivelihoodPlaces, livelihood_layout
from relocation.excel.write.livelihood_page import LivelihoodPage
from relocation.excel.write.page import Page
from relocation.excel.write.saving import bytes_of
from relocation.insurance.scheme import Scheme
from relocation.labels import Language
from relocation.livelihood.account import LivelihoodAccount
from relocation.livelihood.collective_report import of_collective
from relocation.livelihood.income_report import of_income
from relocation.livelihood.risks import risk_rows
from relocation.printed import FigureResult

FRONT = {key: at for at, key in enumerate(SHEETS)}


def livelihood_workbook(
    account: LivelihoodAccount,
    *,
    lang: Language = "en",
    subject: str = "",
    printed: Sequence[FigureResult] = (),
    scheme: Scheme | None = None,
    front: str = "income",
) -> bytes:
    """The workbook, byte for byte the same for the same livelihood; it opens with the sheet `front`.

    `printed` are figures of a source about `subject`, set beside the same figures worked out in the workbook.
    """
    draft = livelihood_draft(account, lang=lang, subject=subject, printed=printed, scheme=scheme)
    return bytes_of(draft, front=FRONT[front])


def livelihood_draft(
    account: LivelihoodAccount,
    *,
    lang: Language = "en",
    subject: str = "",
    printed: Sequence[FigureResult] = (),
    scheme: Scheme | None = None,
) -> Draft:
    """All sheets with their formulas, and beside them the value of every formula cell."""
    livelihood, layout = account.livelihood, livelihood_layout(account)
    draft = draft_without_places(
        lang,
        name=livelihood.name.text(lang),
        mark=LIVELIHOOD.mark,
        book=account.book,
        values=account.values,
        inputs=account.inputs,
    )
    places = LivelihoodPlaces(account.book, layout.inputs, layout.lines, lang)
    pages = {key: Page(draft, key, draft.workbook.create_sheet(SHEETS[key].text(lang))) for key in SHEETS}
    sheets = {key: LivelihoodPage(page, places, layout) for key, page in pages.items()}
    shown = [one for one in printed if can_be_worked_out(account.book, one)]
    write_livelihood_inputs(sheets["inputs"], livelihood)
    write_income(sheets["income"], livelihood, [one for one in shown if of_income(one, subject)])
    write_measures(sheets["measures"], livelihood)
    write_collective(sheets["collective"], account, [one for one in shown if of_collective(one, subject)])
    write_risks(pages["risks"], risk_rows(livelihood.project, livelihood, scheme))
    return draft
