"""The sheet Claim of an insurance scheme: one amount at the top, and live what every schedule pays on it in both readings.

Every schedule is a block: its warning line, cap and tiers in yellow cells, what lies in each tier, and the jump at its end.

    beyond = 1 where the remainder is past the end of a tier       inside = beyond of the tier before - beyond of this one
    whole     paid = remainder * inside * rate                     by slices    paid = what lies between the ends * rate
"""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.workbook.defined_name import DefinedName

from relocation.excel.write import styles
from relocation.excel.write.draft import CachedValue
from relocation.excel.write.livelihood_page import SET_IN
from relocation.excel.write.page import Page, whole_fen
from relocation.excel.write.styles import Look
from relocation.excel.write.validation import list_validation
from relocation.households.money import rounded
from relocation.insurance.scheme import ROUNDING, Scheme
from relocation.insurance.tiers import Mode, Tier, TierSchedule, cliffs
from relocation.labels import Label
from relocation.livelihood.income_report import source_text

YUAN = "#,##0.00"
AMOUNT_CELL, AMOUNT_NAME = "$C$4", "in_claim__self_paid"
FIRST_ROW = 7
YES, NO = Label("yes", "是"), Label("no", "否")
WIDTHS = {"A": 46, "B": 15, "C": 15, "D": 12, "E": 10, **dict.fromkeys("FGHIJKLMN", 13), "O": 40}
HEADS = (
    Label("Schedule and tier", "补偿表与分档"),
    Label("Remainder from", "超出部分自"),
    Label("Up to", "上限"),
    Label("End belongs to it", "上限属本档"),
    Label("Rate", "补偿比例"),
    Label("Remainder is beyond (1)", "已超过本档（1）"),
    Label("In it, whole", "计入本档（全额）"),
    Label("Paid, whole", "补偿（全额）"),
    Label("In it, by slices", "计入本档（分段）"),
    Label("Paid, by slices", "补偿（分段）"),
    Label("Paid at its end", "本档上限处补偿"),
    Label("Paid just beyond", "超过后补偿"),
    Label("Lost by paying more", "多付反少补"),
    Label("At self-paid", "对应自付金额"),
    Label("Source", "来源"),
)
LINE, CAP, REMAINDER, PAID = (
    Label("Warning line", "预警线"),
    Label("Cap (0: none)", "封顶额（0为不封顶）"),
    Label("Remainder", "超出部分"),
    Label("Compensation", "补偿金额"),
)
CLIFFS = Label(
    "Check, read whole: places where a household that pays more is compensated less",
    "检查（全额）：多付反而少补之处",
)
SMALL: Look = {"size": 8, "colour": styles.QUIET, "border": styles.HAIRLINE, "alignment": SET_IN}
PLAIN: Look = {"border": styles.HAIRLINE, "number_format": YUAN}
SUM: Look = {**PLAIN, "bold": True, "fill": styles.TOTAL_FILL}
WORDS: Look = {"border": styles.HAIRLINE, "alignment": styles.LEFT}
SUM_WORDS: Look = {**WORDS, "bold": True, "fill": styles.TOTAL_FILL}


def write_claim(page: Page, scheme: Scheme, self_paid: int) -> None:
    """The sheet with an amount [fen] in its yellow cell."""
    lang = page.draft.lang
    own = scheme.scheme.mode
    page.title(
        Label(f"{scheme.name.en}: what a claim brings", f"{scheme.name.zh}：赔付试算"),
        Label(
            f"Yuan. Type an amount into the yellow cell. The scheme declares its reading: {own}. The income gate stands on its "
            "own sheet.",
            f"单位：元。请在黄色单元格填写自付金额。方案载明的算法：{'全额' if own == 'whole' else '分段'}。收入保障线见另表。",
        ),
    )
    page.text("A4", Label("Paid by the household itself", "家庭自付金额").text(lang), bold=True)
    _open(page, AMOUNT_CELL.replace("$", ""), self_paid / 100, YUAN)
    target = f"'{page.ws.title}'!{AMOUNT_CELL}"
    page.draft.workbook.defined_names[AMOUNT_NAME] = DefinedName(AMOUNT_NAME, attr_text=target)
    page.heading(FIRST_ROW - 1, [head.text(lang) for head in HEADS])
    page.ws.row_dimensions[FIRST_ROW - 1].height = 32
    answers = list_validation([YES.text(lang), NO.text(lang)])
    page.ws.add_data_validation(answers)
    row, lost = FIRST_ROW, 0
    for identity in scheme.schedules:
        block = _Block(page, scheme, identity, row, self_paid)
        block.write()
        for at in block.tiers[:-1]:
            answers.add(f"D{at}")
        row = block.paid + 2
        lost += len(cliffs(scheme.tier_schedule(identity, "whole")))
    page.text("E4", CLIFFS.text(lang), bold=True)
    look: Look = {**SUM, "number_format": "0"}
    page.raw_formula("M4", f'=COUNTIF(M{FIRST_ROW}:M{row},">0")', float(lost), "cliffs.count", **look)
    page.colour_where("M4", "greaterThan", "0", styles.WARN_FILL)
    page.colour_where(f"M{FIRST_ROW}:M{row}", "greaterThan", "0", styles.WARN_FILL)
    page.widths(WIDTHS)
    page.ws.freeze_panes = f"B{FIRST_ROW}"
    page.print_setup(titles=f"1:{FIRST_ROW - 1}")


def _open(page: Page, cell: str, value: float, number_format: str) -> None:
    """A yellow cell with a number that may be changed."""
    look: Look = {
        "fill": styles.INPUT_FILL,
        "colour": styles.INPUT_INK,
        "border": styles.HAIRLINE,
        "protection": styles.UNLOCKED,
        "number_format": number_format,
    }
    page.number(cell, value, "", **look)


@dataclass
class _Block:
    """The rows of one schedule: name, line, cap and remainder, a row for each tier, the compensation."""

    page: Page
    scheme: Scheme
    identity: str
    row: int
    self_paid: int

    @property
    def tiers(self) -> list[int]:
        first = self.row + 4
        return list(range(first, first + len(self.schedule.tiers)))

    @property
    def paid(self) -> int:
        return self.tiers[-1] + 1

    @property
    def schedule(self) -> TierSchedule:
        return self.scheme.tier_schedule(self.identity)

    def write(self) -> None:
        stated, lang = self.scheme.schedules[self.identity], self.page.draft.lang
        name = self.scheme.schedule_name(self.identity)
        self.page.section(self.row, name, len(HEADS))
        for at, label, value, part in (
            (self.row + 1, LINE, stated.deductible, "deductible"),
            (self.row + 2, CAP, stated.cap, "cap"),
        ):
            self.page.text(f"A{at}", label.text(lang), **WORDS)
            _open(self.page, f"C{at}", value, YUAN)
            self._source(at, f"{part}")
        self.page.text(f"A{self.row + 3}", REMAINDER.text(lang), **WORDS)
        remainder = self.schedule.remainder(self.self_paid) / 100
        self._put(
            f"C{self.row + 3}", whole_fen(f"MAX(0,{AMOUNT_CELL}-C{self.row + 1})"), remainder, "remainder"
        )
        for at, row in enumerate(self.tiers):
            self._tier(at, row)
        self._sums()

    def _tier(self, at: int, row: int) -> None:
        tier, lang = self.schedule.tiers[at], self.page.draft.lang
        last, rest = at + 1 == len(self.tiers), f"$C${self.row + 3}"
        start = self.schedule.tiers[at - 1].up_to if at else 0
        beyond = 0 if last else int(self._remainder >= tier.first_beyond)
        before = int(self._remainder >= self.schedule.tiers[at - 1].first_beyond) if at else 1
        self.page.text(f"A{row}", Label(f"Tier {at + 1}", f"第 {at + 1} 档").text(lang), **WORDS)
        self._put(f"B{row}", f"=C{row - 1}" if at else "=0", (start or 0) / 100, f"tier_{at + 1}.from")
        if last:
            self.page.text(f"C{row}", "", **WORDS)
            self.page.text(f"D{row}", "", **WORDS)
        else:
            _open(self.page, f"C{row}", (tier.up_to or 0) / 100, YUAN)
            included = (YES if tier.includes_up_to else NO).text(lang)
            self.page.text(
                f"D{row}",
                included,
                fill=styles.INPUT_FILL,
                colour=styles.INPUT_INK,
                border=styles.HAIRLINE,
                alignment=styles.CENTRE,
                protection=styles.UNLOCKED,
            )
        _open(self.page, f"E{row}", float(tier.rate.fraction), "0.00%")
        yes = YES.text(lang)
        past = "=0" if last else f'=IF(D{row}="{yes}",{rest}>C{row},{rest}>=C{row})*1'
        self._put(f"F{row}", past, float(beyond), f"tier_{at + 1}.beyond", "0")
        inside = f"({'1' if not at else f'F{row - 1}'}-F{row})"
        whole = self._remainder / 100 * (before - beyond)
        end = self._remainder if last else min(self._remainder, tier.up_to or 0)
        piece = max(0, end - (start or 0)) / 100
        top = rest if last else f"MIN({rest},C{row})"
        rate = float(tier.rate.fraction)
        self._put(f"G{row}", f"={rest}*{inside}", whole, f"tier_{at + 1}.whole")
        self._put(f"H{row}", f"=G{row}*E{row}", whole * rate, f"tier_{at + 1}.paid_whole")
        self._put(f"I{row}", f"=MAX(0,{top}-B{row})", piece, f"tier_{at + 1}.slice")
        self._put(f"J{row}", f"=I{row}*E{row}", piece * rate, f"tier_{at + 1}.paid_slice")
        self._source(row, f"tiers.{list(self.scheme.schedules[self.identity].tiers)[at]}.rate")
        if not last:
            self._jump(at, row)

    def _jump(self, at: int, row: int) -> None:
        """What a household gets at the end of a tier and just beyond it, read whole."""
        schedule = self.schedule
        tier, following = schedule.tiers[at], schedule.tiers[at + 1]
        cap = f"$C${self.row + 2}"
        bound = tier.up_to or 0
        here, beyond = (_fen_at(schedule, bound, one) / 100 for one in (tier, following))
        for column, rate, value, part in (
            ("K", f"E{row}", here, "before"),
            ("L", f"E{row + 1}", beyond, "after"),
        ):
            text = whole_fen(f"IF({cap}>0,MIN({cap},C{row}*{rate}),C{row}*{rate})")
            self._put(f"{column}{row}", text, value, f"tier_{at + 1}.{part}")
        lost = max(0.0, here - beyond)
        self._put(f"M{row}", f"=MAX(0,K{row}-L{row})", lost, f"tier_{at + 1}.lost")
        place = (bound + schedule.deductible) / 100
        self._put(f"N{row}", f"=C{row}+$C${self.row + 1}", place, f"tier_{at + 1}.at")

    def _sums(self) -> None:
        first, last, row = self.tiers[0], self.tiers[-1], self.paid
        digits = {1: 2, 10: 1, 100: 0}[ROUNDING[self.scheme.scheme.rounding]]
        cap = f"$C${self.row + 2}"
        for column in "BCDEFGIKLMN":
            self.page.text(f"{column}{row}", "", **SUM_WORDS)
        self.page.text(f"A{row}", PAID.text(self.page.draft.lang), **SUM_WORDS)
        columns: tuple[tuple[str, Mode], ...] = (("H", "whole"), ("J", "marginal"))
        for column, mode in columns:
            rounded = whole_fen(f"SUM({column}{first}:{column}{last})", digits).removeprefix("=")
            value = self.scheme.tier_schedule(self.identity, mode).compensation(self.self_paid) / 100
            text = f"=IF({cap}>0,MIN({cap},{rounded}),{rounded})"
            self._put(f"{column}{row}", text, value, f"paid.{mode}", sum_of=True)

    @property
    def _remainder(self) -> int:
        return self.schedule.remainder(self.self_paid)

    def _put(
        self,
        cell: str,
        text: str,
        value: CachedValue,
        part: str,
        number_format: str = YUAN,
        *,
        sum_of: bool = False,
    ) -> None:
        look: Look = {**(SUM if sum_of else PLAIN), "number_format": number_format}
        self.page.raw_formula(cell, text, value, f"schedules.{self.identity}.{part}", **look)

    def _source(self, row: int, part: str) -> None:
        source = self.scheme.sources.get(f"schedules.{self.identity}.{part}")
        self.page.text(f"O{row}", source_text(source).text(self.page.draft.lang), **SMALL)


def _fen_at(schedule: TierSchedule, bound: int, tier: Tier) -> int:
    """What the rate of a tier pays on a remainder of exactly `bound`, to the fen and no more than the cap."""
    paid = rounded(bound * tier.rate.numerator, tier.rate.denominator)
    return paid if schedule.cap is None else min(paid, schedule.cap)
