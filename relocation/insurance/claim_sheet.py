"""The sheet on which an amount that a household paid brings, live, what every schedule pays on it in both readings.

beyond = 1 where the remainder is past the end of a tier       inside = beyond of the tier before - beyond of this one
whole     paid = remainder * inside * rate                     by slices    paid = what lies between the ends * rate
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from relocation.households.money import rounded
from relocation.insurance.scheme import ROUNDING, Scheme
from relocation.insurance.tiers import Mode, Tier, TierSchedule, cliffs
from relocation.labels import Label
from relocation.reading.values import hundredths_of_double
from relocation.sourced import source_text
from relocation.tables.record import NO_WORDS, Amount, Cell, Column, Row, Table, ToFill
from relocation.tables.sheets import Sheet, whole_fen

SOURCE = Column("source", Label("Source", "来源"), words=True, below=True, width=40)
YES, NO = Label("yes", "是"), Label("no", "否")
CHOICES = (YES, NO)
TIERS = (
    Column("name", Label("Schedule and tier", "补偿表与分档"), words=True, width=46),
    Column("from", Label("Remainder from", "超出部分自"), width=15),
    Column("to", Label("Up to", "上限"), width=15),
    Column("included", Label("End belongs to it", "上限属本档"), width=12),
    Column("rate", Label("Rate", "补偿比例"), width=10),
    Column("beyond", Label("Remainder is beyond (1)", "已超过本档（1）"), width=13),
    Column("in_whole", Label("In it, whole", "计入本档（全额）"), width=13),
    Column("whole", Label("Paid, whole", "补偿（全额）"), width=13),
    Column("in_marginal", Label("In it, by slices", "计入本档（分段）"), width=13),
    Column("marginal", Label("Paid, by slices", "补偿（分段）"), width=13),
    Column("before", Label("Paid at its end", "本档上限处补偿"), width=13),
    Column("after", Label("Paid just beyond", "超过后补偿"), width=13),
    Column("lost", Label("Lost by paying more", "多付反少补"), width=13),
    Column("at", Label("At self-paid", "对应自付金额"), width=13),
    SOURCE,
)
MODES: tuple[Mode, Mode] = ("whole", "marginal")
PAID = "{claim!paid.value}"


def claim_sheet(scheme: Scheme, self_paid: int) -> Sheet:
    """The sheet with an amount [fen] in its yellow cell."""
    own = scheme.scheme.mode
    lead = Label(
        f"Yuan. Type an amount into the yellow cell. The scheme declares its reading: {own}. The income gate stands on its "
        "own sheet.",
        f"单位：元。请在黄色单元格填写自付金额。方案载明的算法：{'全额' if own == 'whole' else '分段'}。收入保障线见另表。",
    )
    lost = sum(len(cliffs(scheme.tier_schedule(identity, "whole"))) for identity in scheme.schedules)
    asked = Label("Paid by the household itself", "家庭自付金额")
    check = Label(
        "Check, read whole: places where a household that pays more is compensated less",
        "检查（全额）：多付反而少补之处",
    )
    amount = Amount(self_paid, "fen", open=True, defined="in_claim__self_paid")
    counted = Amount(lost, "number", live='=COUNTIF({schedules!lost:},">0")', alarm=("above", "warn"))
    head = Table(
        "claim",
        NO_WORDS,
        (TIERS[0], Column("gap", NO_WORDS), Column("value", NO_WORDS)),
        (
            Row((asked, "", amount), strong=True, key="paid"),
            Row((check, "", counted), strong=True, key="cliffs"),
        ),
    )
    head = replace(head, columns=tuple(replace(column, title=NO_WORDS) for column in head.columns))
    rows = (row for identity in scheme.schedules for row in _Schedule(scheme, identity, self_paid).rows())
    title = Label(f"{scheme.name.en}: what a claim brings", f"{scheme.name.zh}：赔付试算")
    return Sheet(
        "claim",
        title,
        lead,
        (head, Table("schedules", NO_WORDS, TIERS, tuple(rows))),
        beside="B",
    )


class _Schedule:
    """The rows of one schedule: name, line, cap and remainder, a row for each tier, the compensation."""

    def __init__(self, scheme: Scheme, identity: str, self_paid: int) -> None:
        self.scheme, self.identity, self.self_paid = scheme, identity, self_paid
        self.stated, self.schedule = scheme.schedules[identity], scheme.tier_schedule(identity)
        self.parts = {mode: scheme.tier_schedule(identity, mode).parts(self_paid) for mode in MODES}
        self.line, self.cap, self.rest = (
            f"{{{identity}.{key}.to}}" for key in ("deductible", "cap", "remainder")
        )

    def rows(self) -> Iterator[Row]:
        """All rows, each with what stands in its columns."""
        yield Row((self.scheme.schedule_name(self.identity),), band=True)
        remainder = self.schedule.remainder(self.self_paid)
        for key, name, value in (
            ("deductible", Label("Warning line", "预警线"), self.stated.deductible),
            ("cap", Label("Cap (0: none)", "封顶额（0为不封顶）"), self.stated.cap),
        ):
            cells: dict[str, Cell] = {
                "to": Amount(hundredths_of_double(value), "fen", open=True),
                "source": self._source(key),
            }
            yield self._row(key, name, cells)
        rest = Amount(remainder, "fen", live=whole_fen(f"MAX(0,{PAID}-{self.line})"))
        yield self._row("remainder", Label("Remainder", "超出部分"), {"to": rest})
        for row in range(len(self.schedule.tiers)):
            yield self._tier(row, remainder)
        yield self._paid()

    def _row(self, key: str, name: Label, cells: Mapping[str, Cell]) -> Row:
        said = (cells.get(column.key, "") for column in TIERS[1:])
        return Row((name, *said), strong=key == "paid", key=f"{self.identity}.{key}")

    def _source(self, part: str) -> Label:
        return source_text(self.scheme.sources.get(f"schedules.{self.identity}.{part}"))

    def _tier(self, row: int, remainder: int) -> Row:
        tier, is_last = self.schedule.tiers[row], row + 1 == len(self.schedule.tiers)
        before = self.schedule.tiers[row - 1] if row else None
        past = not is_last and remainder >= tier.first_beyond
        more, equal = (f"{self.rest}{side}{{to}}" for side in (">", ">="))
        beyond = Label(*(f'=IF({{included}}="{yes}",{more},{equal})*1' for yes in YES))
        top = self.rest if is_last else f"MIN({self.rest},{{to}})"
        cells: dict[str, Cell] = {
            "from": Amount(0 if before is None else before.up_to, "fen", live="={^to}" if row else "=0"),
            "rate": Amount(float(tier.rate.fraction), "share", open=True),
            "beyond": Amount(int(past), "flag", live="=0" if is_last else beyond),
            "in_whole": self._part(row, "whole", f"={self.rest}*({'{^beyond}' if row else '1'}-{{beyond}})"),
            "whole": self._part(row, "whole", "={in_whole}*{rate}", paid=True),
            "in_marginal": self._part(row, "marginal", f"=MAX(0,{top}-{{from}})"),
            "marginal": self._part(row, "marginal", "={in_marginal}*{rate}", paid=True),
            "source": self._source(f"tiers.{list(self.stated.tiers)[row]}.rate"),
        }
        if not is_last:
            cells["to"] = Amount(tier.up_to, "fen", open=True)
            cells["included"] = ToFill(YES if tier.includes_up_to else NO, CHOICES)
            cells |= self._jump(row)
        return self._row(f"tier_{row + 1}", Label(f"Tier {row + 1}", f"第 {row + 1} 档"), cells)

    def _part(self, row: int, mode: Mode, live: str, *, paid: bool = False) -> Amount:
        part = self.parts[mode][row]
        return Amount(part.paid if paid else part.amount, "fen", live=live)

    def _jump(self, row: int) -> dict[str, Cell]:
        """What a household gets at the end of a tier and just beyond it, read whole."""
        tier, following = self.schedule.tiers[row : row + 2]
        end = tier.up_to or 0
        here, there = (_paid_at(self.schedule, end, each) for each in (tier, following))
        next_rate = f"{{{self.identity}.tier_{row + 2}.rate}}"
        before, after = (
            whole_fen(f"IF({self.cap}>0,MIN({self.cap},{{to}}*{rate}),{{to}}*{rate})")
            for rate in ("{rate}", next_rate)
        )
        return {
            "before": Amount(here, "fen", live=before),
            "after": Amount(there, "fen", live=after),
            "lost": Amount(
                max(0, here - there), "fen", live="=MAX(0,{before}-{after})", alarm=("above", "warn")
            ),
            "at": Amount(end + self.schedule.deductible, "fen", live=f"={{to}}+{self.line}"),
        }

    def _paid(self) -> Row:
        digits = {1: 2, 10: 1, 100: 0}[ROUNDING[self.scheme.scheme.rounding]]
        last = len(self.schedule.tiers)
        paid: dict[str, Cell] = {}
        for mode in MODES:
            parts = f"{{{self.identity}.tier_1.{mode}}}:{{{self.identity}.tier_{last}.{mode}}}"
            together = whole_fen(f"SUM({parts})", digits).removeprefix("=")
            amount = self.scheme.tier_schedule(self.identity, mode).compensation(self.self_paid)
            paid[mode] = Amount(
                amount, "fen", live=f"=IF({self.cap}>0,MIN({self.cap},{together}),{together})"
            )
        return self._row("paid", Label("Compensation", "补偿金额"), paid)


def _paid_at(schedule: TierSchedule, bound: int, tier: Tier) -> int:
    """What the rate of a tier pays on a remainder of exactly `bound`, to the fen and no more than the cap."""
    paid = rounded(bound * tier.rate.numerator, tier.rate.denominator)
    return paid if schedule.cap is None else min(paid, schedule.cap)
