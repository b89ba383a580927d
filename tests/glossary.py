"""Terms of the field in both languages, and every label of the package held against them.

The terms are those of Chinese appraisal practice: the methods and parameters for construction projects (third edition),
the rules of the land-quota trade, of relocation funds and of lenders. Where a Chinese term stands in a label, one of its
English words must stand beside it, and where an English one stands, one of its Chinese words; so a label that has come
to the wrong line is told.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).resolve().parents[1] / "relocation"
LONGEST = 60  # signs of a label; sentences may say things another way
CHINESE = re.compile("[\u4e00-\u9fff]")

FROM_CHINESE = {
    "利息(?!备付)": "interest|subsidised yuan|cost of debt",
    "(?<!资)本金": "principal|added to (?:the )?loan|interest added|subsidised yuan|stated plan",
    "提款": r"draw(?:n|s|ing|downs?)?\b|after this loan|subsidised yuan",
    "还款": r"repay\w*|repaid|instal|payments?|service|swe[ep]|plan\b|receipt|sculpt|claim|quota|target",
    "宽限期": "grace|without repayment|schedule",
    "期初": "opening|brought|begin|first",
    "期末": r"closing|end\b|ends\b|last|still owed",
    "最低": r"low\w*|minimum|smallest|at least",
    "最高": r"high\w*|maximum|most",
    "上年": "year before|last year|previous|preceding",
    "累计": "so far|cumulat|brought forward|sum|all years|at the beginning",
    "贴息": "subsid",
    "补助": "subsid|assist|allowance|support|beneficiar|basis|rate counts|nothing is paid",
    "补偿(?!表|标准)": "compensat|paid|pays|claim|cost|gains|rate|cap|quantity",
    "赔付": "claim",
    "指标": "quota|indicator|output|figure|reclaimed area",
    "复垦": "reclaim|reclamation",
    "验收": "accept",
    "安置": r"\w*settl|new home|option|relocat|choice|housing|budget|site",
    "搬迁": "relocat|mov|settle|displace|before|after|risk|impoverish|assistance|persons in",
    "净现值": "NPV|net present value",
    "内部收益率": "IRR|rates? of return|internal rate",
    "折现": "discount",
    "回收期": "payback|pay back",
    "(?<!贷款期)偿债备付率": "DSCR|debt (?:service )?cover|sculpt",
    "利息备付率": "ICR|interest cover",
    "资产负债率": "liabilities (?:to|against|are high against|above the share of) assets",
    "(?<!资产)负债": "liabilit|owed",
    "收入": "income|revenue|receive|earn|premium|labour|gross|stream",
    "支出": r"expenditure|spen|cost|uses|paid|pays?\b|payment|relocation|works|built|claim",
    "结余": "balance|left|surplus|carried|brought|save|saved|forward|below zero|opening|first year",
    "现金": r"cash|\w*flow|fails if|operating|investing|financing|capital|subsidised yuan",
    "贷款": r"loan|lend|borrow|debt|bank|interest|principal|term\b|repaid",
    "借款": "loan|borrow|debt|owed|drawn|financed|term",
    "保费": "premium",
    "预警线": "warning line|deductible",
    "保障线": "gate",
    "积分": r"points?\b|redeem|account|ledger|entries",
    "(?<!账)(?<!用)(?<!客)户(?!主|编号|名)": "household|account|home|famil|resident|statement|regist|rows|below zero|people|given up|received|paid",
    "(?<!农)村(?!人口|劳动)": "village|place|collective|purse|how many|case|balances|all (?:households|persons)",
    "县": r"count(?:y|ies)|common purse",
    "建档立卡": "regist",
    "砖": "brick",
    "土房": "soil",
    "车库": "garage",
    "合计": r"total|together|sums?\b|in all|adds?\b|all\b|of the county|budget|and\b|with contingenc|whole|stated drawdowns|to the end"
    "|of a year|at most|subsidies|the households|claimed",
    "差额": "difference|missing|gap|surplus|shortfall|lack|differ|model gives",
    "单价": "price|rate|unit|each|yuan|cost|new home|compensation",
    "预备费": "contingenc",
    "日期": r"date|day|begins|on\b",
    "期次": "period|drawdown|money comes|move it",
    "(?<!英)亩": r"mu\b",
    "公式": "formula|live|workbook|cell|without a value|model gives",
    "假设": "assum",
    "可行": "viable|feasible",
    "专项债": "bond",
    "过桥": "bridge",
    "工作簿": "workbook|file|xlsx",
    "花名册": "roster|households",
    "中位数": "median",
    "平均": r"average|mean\b",
    "概率": "probab|chance|how often|share|likel|needs|runs dry",
}
FROM_ENGLISH = {
    "principal": "本|贴息",
    "annuity": "等额本息",
    "bullet": "到期",
    "equal principal": "等额本金",
    "grace": "宽限",
    "opening": "期初|年初",
    "closing": "期末|年末",
    "interest": "息|利率|利",
    "drawdowns?": "提款|借款|提取|发行",
    r"subsid\w+": "补助|补贴|贴息",
    "quota": "指标|到账|留用",
    "price": "价|支付额",
    "brick": "砖",
    "garages?": "车库|个|间",
    r"contingenc\w+": "预备费",
    r"discount\w*": "折现|贴现",
    "lowest": "最低|最小|下限",
    "highest": "最高|最大|上限",
    "smallest": "最小|最低",
    "net present value": "净现值",
    "rates? of return": "收益率",
    r"liabilit\w+": "负债",
    "assets?": "资产",
    "expenditure": "支",
    "balance": "结余|余额|平衡|资产负债",
    "bonds?": "债",
    "premium": "保费",
    "reclaimed|reclamation": "复垦|保本",
    "demolished": "拆",
    "registered": "建档立卡",
    "payback": "回收",
    "reserve|sinking": "准备|偿债",
    "median": "中位",
    "inflow": "流入",
    "outflow": "流出|净流入",
    "revenue": "收",
    "persons?": "人|全体村民",
    "(?:first|last) period": "期",
    "villages?": "村|搬迁后生计",
    "count(?:y|ies)": "县|全县|汇总|财政",
    "households?": "户|家庭|全村|农|姓名|多付|搬迁总人数|购买单价",
    "months?": "月|期",
    "bridge": "桥",
    "published": "公布|发表|原文",
    "derived": "推算",
    "calibrated": "校准|率定|倒算|平衡",
    "assumption": "假设",
    "brought forward": "结余|上年|年初",
    "carried forward": "结转|下年",
    "paid": "付|支|补偿|偿|补|还|购房款|贴息",
}
TERMS = [
    *((re.compile(zh), re.compile(rf"\b(?:{en})", re.IGNORECASE), 1) for zh, en in FROM_CHINESE.items()),
    *((re.compile(zh), re.compile(rf"\b(?:{en})\b", re.IGNORECASE), 0) for en, zh in FROM_ENGLISH.items()),
]
# What is the same in both languages, or says nothing of the subject.
NO_WORDS = re.compile(r"\{.*?\}|--[\w-]+|[\w-]+(?:\.\w+)+|\b[A-Za-z_.]+[<>]?=\S+")


class Pair(NamedTuple):
    """The two texts of a label as they stand in the code, with {placeholders}."""

    place: str
    en: str
    zh: str


def labels(folder: Path = PACKAGE) -> Iterator[Pair]:
    """Wherever a text without and one with Chinese signs stand beside each other: in calls and in tuples."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            parts = (
                node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
            )
            texts = [_text(part) for part in parts]
            for en, zh in pairwise(texts):
                if en and zh and CHINESE.search(zh) and not CHINESE.search(re.sub(r"\{.*?\}", "", en)):
                    yield Pair(f"{path.relative_to(folder.parent)}:{node.lineno}", en, zh)


def _text(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(str() as text):
            return text
        case ast.JoinedStr(parts):
            return "".join(
                part.value if isinstance(part, ast.Constant) else f"{{{ast.unparse(part.value)}}}"  # type: ignore[attr-defined]
                for part in parts
            )
        case ast.BinOp(left, ast.Add(), right):
            first, second = _text(left), _text(right)
            return None if first is None or second is None else first + second
    return None


def unlike(en: str, zh: str) -> list[str]:
    """The terms that one of the two texts has and the other has not."""
    said = NO_WORDS.sub(" ", en), NO_WORDS.sub(" ", zh)
    if len(en) > LONGEST:
        return []
    return [
        f"{chinese.pattern} / {english.pattern}"
        for chinese, english, given in TERMS
        if (chinese if given else english).search(said[given])
        and not (english if given else chinese).search(said[1 - given])
    ]


def figures(text: str) -> Counter[str]:
    """The numbers in a text; the 2 of m2 is none."""
    return Counter(re.findall(r"(?<![A-Za-z])\d+(?:\.\d+)?", re.sub(r"\{.*?\}", "", text).replace(",", "")))


def filled_in(text: str) -> Counter[str]:
    """What is filled into a text, whatever the language it is asked for in, and however it is joined or written."""
    return Counter(
        name
        for place in re.findall(r"\{(.*?)\}", text)
        for name in {
            re.sub("_(?:en|zh)$", "", word)
            for word in re.findall(r"[A-Za-z_]\w*", re.sub("'[^']*'", "", place))
        }
        - HOW_IT_IS_SAID
    )


HOW_IT_IS_SAID = {"en", "zh", "join", "lower", "replace", "f", "for", "in", "if", "else", "or", "and"}
