"""Every unit with its name in both languages; one made of others, such as yuan/mu/year, is said from its parts."""

from __future__ import annotations

from relocation.labels import Label, Language

# As a unit stands beside a number, a column or an input.
UNITS: dict[str, Label] = {
    "yuan": Label("yuan", "元"),
    "yuan/mu": Label("yuan/mu", "元/亩"),
    "yuan/unit": Label("yuan per unit", "元/单位"),
    "yuan/year": Label("yuan/year", "元/年"),
    "yuan/household": Label("yuan/household", "元/户"),
    "yuan/person": Label("yuan/person", "元/人"),
    "yuan/m2": Label("yuan/m2", "元/平方米"),
    "mu": Label("mu", "亩"),
    "m2": Label("m2", "平方米"),
    "ha": Label("hectares", "公顷"),
    "building": Label("buildings", "栋"),
    "garage": Label("garages", "个"),
    "lump sum": Label("lump sum", "项"),
    "lump_sum": Label("lump sum", "一次性"),  # what a subsidy counts that is paid once
    "person": Label("persons", "人"),
    "household": Label("households", "户"),
    "quantity": Label("units", "数量"),
    "share": Label("share", "比例"),
    "1/year": Label("per year", "年率"),
    "period": Label("periods", "期"),
    "month": Label("months", "月"),
    "years": Label("years", "年"),
    "date": Label("date", "日期"),
    "times": Label("times", "倍"),
    "change": Label("change", "变动幅度"),
    "flag": Label("1 or 0", "1或0"),
    "text": Label("text", "文字"),
    "choice": Label("choice", "选项"),
    "number": Label("number", "数值"),
    "million USD": Label("million US dollars", "百万美元"),
    "USD/household": Label("US dollars/household", "美元/户"),
}

# What the units of single facts are made of, each as it is said of one.
PARTS: dict[str, Label] = {
    **{key: UNITS[key] for key in ("yuan", "mu", "m2", "ha", "years", "share", "times", "number")},
    "USD": Label("US dollars", "美元"),
    "CNY/USD": Label("yuan per US dollar", "元/美元"),
    "person": Label("person", "人"),
    "persons": Label("persons", "人"),
    "household": Label("household", "户"),
    "households": Label("households", "户"),
    "village": Label("village", "村"),
    "villages": Label("villages", "村"),
    "million": Label("million", "百万"),
    "million persons": Label("million persons", "百万人"),
    "km2": Label("km2", "平方公里"),
    "km": Label("km", "公里"),
    "year": Label("year", "年"),
    "job": Label("job", "岗位"),
    "jobs": Label("jobs", "岗位"),
    "factory": Label("factory", "工厂"),
    "station": Label("station", "电站"),
    "package": Label("package", "包"),
    "loan": Label("loan", "笔贷款"),
    "loans": Label("loans", "笔"),
    "ratio": Label("ratio", "比值"),
    "%": Label("%", "%"),
    "points": Label("percentage points", "百分点"),
    "acre": Label("acre", "英亩"),
}


def unit_text(unit: str, lang: Language) -> str:
    """A unit as it stands beside a number; a word of the planner's own as it is."""
    return UNITS[unit].text(lang) if unit in UNITS else unit


def fact_unit(unit: str) -> Label:
    """The unit of a fact in words: yuan/mu/year becomes 元/亩/年. Raises KeyError for a word that is not known."""
    if unit in PARTS:
        return PARTS[unit]
    parts = [PARTS[part] for part in unit.split("/")]
    return Label("/".join(part.en for part in parts), "/".join(part.zh for part in parts))
