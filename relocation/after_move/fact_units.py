"""Units of facts and figures, such as yuan/mu/year, said in both languages from the words they are made of."""

from __future__ import annotations

from relocation.labels import Label

WORDS: dict[str, Label] = {
    "yuan": Label("yuan", "元"),
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
    "mu": Label("mu", "亩"),
    "ha": Label("hectares", "公顷"),
    "m2": Label("m2", "平方米"),
    "km2": Label("km2", "平方公里"),
    "km": Label("km", "公里"),
    "year": Label("year", "年"),
    "years": Label("years", "年"),
    "job": Label("job", "岗位"),
    "jobs": Label("jobs", "岗位"),
    "factory": Label("factory", "工厂"),
    "station": Label("station", "电站"),
    "package": Label("package", "包"),
    "loan": Label("loan", "笔贷款"),
    "loans": Label("loans", "笔"),
    "ratio": Label("ratio", "比值"),
    "share": Label("share", "比例"),
    "times": Label("times", "倍"),
    "%": Label("%", "%"),
    "points": Label("percentage points", "百分点"),
    "acre": Label("acre", "英亩"),
    "number": Label("number", "数值"),
}


def unit_label(unit: str) -> Label:
    """The unit in words: yuan/mu/year becomes 元/亩/年. Raises KeyError for a word that is not known."""
    if unit in WORDS:
        return WORDS[unit]
    words = [WORDS[word] for word in unit.split("/")]
    return Label("/".join(word.en for word in words), "/".join(word.zh for word in words))
