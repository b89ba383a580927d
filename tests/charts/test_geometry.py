"""Where things stand: points, columns, bars and tiles at places worked out by hand from the ticks of the same picture."""

from dataclasses import replace
from itertools import pairwise
from typing import cast

import pytest

from relocation.labels import Language, same
from relocation.tables.figures import Mark, Series
from tests.charts.figures import CASH, CASH_LINE, DEBT, EXAMPLES, LOWEST, MILLION, YEARS, lines, millions
from tests.charts.trees import Node, boxes, columns, engine, nodes, of_class, points, texts


def axis(drawing: list[Node]) -> tuple[float, float]:
    """Where zero stands and how many pixels a million takes, from two ticks and their texts."""
    ticks = {node.text: node for node in of_class(drawing, "tick", "text")}
    known = [(float(text.replace(",", "")), node.number("y")) for text, node in ticks.items()]
    (low, low_y), (high, high_y) = min(known), max(known)
    each = (low_y - high_y) / (high - low)
    shift = drawing[0].number("font-size") - 1  # the small size; a text stands a third of it below its tick
    return low_y + low * each - 0.35 * shift, each


def centres(count: int, drawing: list[Node]) -> list[float]:
    [zero] = of_class(drawing, "zero", "line")
    left, right = zero.number("x1"), zero.number("x2")
    return [left + (right - left) * (position + 0.5) / count for position in range(count)]


def test_a_line_goes_through_its_values() -> None:
    drawing = nodes(lines(CASH_LINE))
    [line] = of_class(drawing, "cash", "path")
    [piece] = points(line.attributes["d"])
    zero, each = axis(drawing)
    assert [x for x, _ in piece] == pytest.approx(centres(5, drawing), abs=0.02)
    assert [(zero - y) / each for _, y in piece] == pytest.approx([20, -40, 100, 60, 30], abs=0.1)


def test_ticks_are_round_and_stand_at_equal_distances() -> None:
    drawing = nodes(lines(CASH_LINE))
    assert texts(drawing, "tick") == ["-50", "0", "50", "100"]
    heights = [node.number("y") for node in of_class(drawing, "tick", "text")]
    distances = {round(low - high, 1) for low, high in pairwise(heights)}
    assert len(distances) == 1


def test_money_is_in_ten_thousands_in_chinese() -> None:
    drawing = nodes(lines(CASH_LINE), "zh")
    assert texts(drawing, "title") == ["现金（万元）"]
    assert texts(drawing, "tick") == ["-5,000", "0", "5,000", "10,000"]


@pytest.mark.parametrize(
    ("values", "count", "ticks"),
    [
        ([0, 0.9], 5, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        ([1, 7], 5, ["0", "2", "4", "6", "8"]),
        ([-3, -1], 4, ["-3", "-2", "-1", "0"]),
        ([0, 0], 5, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        ([None, None], 5, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        ([0, 123456], 5, ["0", "50,000", "100,000", "150,000"]),
        ([0, 3e15], 5, ["0", "1.0E15", "2.0E15", "3.0E15"]),
        ([0, 4e-15], 5, ["0", "1.0E-15", "2.0E-15", "3.0E-15", "4.0E-15"]),
    ],
)
def test_ticks_by_hand(values: list[float | None], count: int, ticks: list[str]) -> None:
    scale = engine().call("valueScale", values, {"decimals": 0}, count)
    assert [tick["text"] for tick in scale["ticks"]] == ticks


@pytest.mark.parametrize(
    ("span", "count", "step"),
    [(10, 5, 2), (100, 5, 20), (0.6, 4, 0.2), (1, 3, 0.5), (7, 1, 10), (5, 5, 1), (0.1, 1, 0.1)],
)
def test_steps_are_one_two_or_five(span: float, count: int, step: float) -> None:
    assert engine().call("niceStep", span, count) == step


def test_a_gap_breaks_the_line_and_a_value_alone_is_a_point() -> None:
    drawing = nodes(lines(Series(CASH, millions(10, 20, None, 40, None), "cash")))
    [line] = of_class(drawing, "cash", "path")
    assert [len(piece) for piece in points(line.attributes["d"])] == [2, 1]
    [alone] = [node for node in drawing if node.tag == "circle"]
    assert alone.number("cx") == pytest.approx(centres(5, drawing)[3], abs=0.02)


def test_the_part_below_zero_begins_where_the_line_crosses() -> None:
    drawing = nodes(lines(Series(CASH, millions(10, -30), "cash"), names=YEARS[:2]))
    first, last = centres(2, drawing)
    crossing = first + (last - first) / 4
    above, below = [node for node in drawing if "fill-opacity" in node.attributes]
    assert points(above.attributes["d"])[0][2][0] == pytest.approx(crossing, abs=0.02)
    assert points(below.attributes["d"])[0][0][0] == pytest.approx(crossing, abs=0.02)


def test_the_mark_stands_at_its_point_and_says_value_and_period() -> None:
    drawing = nodes(EXAMPLES["lines"])
    [mark] = of_class(drawing, "mark")
    zero, each = axis(drawing)
    assert mark.number("cx") == pytest.approx(centres(5, drawing)[1], abs=0.02)
    assert (zero - mark.number("cy")) / each == pytest.approx(-40, abs=0.1)
    assert texts(drawing, "note") == ["lowest cash -40.000 (2017)"]
    assert texts(nodes(EXAMPLES["lines"], "zh"), "note") == ["最低现金 -4,000.00（2017）"]


def test_who_points_at_a_period_is_told_its_numbers() -> None:
    drawing = nodes(EXAMPLES["lines"])
    told = [node.text for node in drawing if node.tag == "title"]
    assert "2019: Closing cash 60.000; Cumulative cash before financing n/a; Loans outstanding 20.000" in told
    in_chinese = [node.text for node in nodes(EXAMPLES["columns"], "zh") if node.tag == "title"]
    assert "2018：本金 2,000.00；利息 500.00；贷款余额 4,000.00" in in_chinese
    places = [node.number("x") + node.number("width") / 2 for node in of_class(drawing, "pointed")]
    assert places == pytest.approx(centres(5, drawing), abs=0.02)


def test_the_note_lies_on_no_line() -> None:
    figure = lines(
        Series(CASH, millions(*([50.0] * 30)), "cash"), names=tuple(map(same, map(str, range(30))))
    )
    drawing = nodes(replace(figure, marks=(Mark(LOWEST.label, 0, 15),)))
    [note], [line] = of_class(drawing, "note"), of_class(drawing, "cash", "path")
    height = points(line.attributes["d"])[0][0][1]
    size = drawing[0].number("font-size")
    assert not note.number("y") - size < height < note.number("y") + 2


def test_loans_are_columns_behind_the_lines() -> None:
    drawing = nodes(EXAMPLES["lines"])
    [debt] = of_class(drawing, "debt")
    _, each = axis(drawing)
    heights = [(foot - top) / each for _, foot, _, top in columns(debt.attributes["d"])]
    assert heights == pytest.approx([60, 60, 40, 20], abs=0.1)
    assert drawing.index(debt) < drawing.index(of_class(drawing, "cash", "path")[0])


def test_stacked_columns_stand_on_each_other_and_hang_below_zero() -> None:
    drawing = nodes(EXAMPLES["columns"])
    zero, each = axis(drawing)
    [principal], [interest] = of_class(drawing, "principal"), of_class(drawing, "interest")
    lower, upper = columns(principal.attributes["d"]), columns(interest.attributes["d"])
    assert [(zero - foot) / each for _, foot, _, _ in lower] == pytest.approx([0, 0, 0], abs=0.1)
    assert [(zero - foot) / each for _, foot, _, _ in upper] == pytest.approx([0, 20, 20, 0], abs=0.1)
    assert [(zero - top) / each for *_, top in upper] == pytest.approx([10, 30, 25, -5], abs=0.1)
    [outstanding] = of_class(drawing, "outstanding")
    [piece] = points(outstanding.attributes["d"])
    assert [(zero - y) / each for _, y in piece] == pytest.approx([60, 60, 40, 20, 0], abs=0.1)


def test_columns_side_by_side_do_not_overlap() -> None:
    drawing = nodes(replace(EXAMPLES["columns"], stacked=False, series=EXAMPLES["columns"].series[:2]))
    first, second = (
        columns(of_class(drawing, name)[0].attributes["d"]) for name in ("principal", "interest")
    )
    assert first[0][2] == pytest.approx(second[1][0], abs=0.02)


def test_bars_are_as_long_as_their_values_and_nothing_is_left_out_where_sparse() -> None:
    drawing = nodes(EXAMPLES["bars"])
    sources, uses = of_class(drawing, "source", "rect"), of_class(drawing, "use", "rect")
    long, half, quarter = [bar.number("width") for bar in [*sources, *uses]]
    assert (half / long, quarter / long) == pytest.approx((0.5, 0.25), abs=0.001)
    assert {bar.number("x") for bar in [*sources, *uses]} == {sources[0].number("x")}
    assert texts(drawing, "group") == ["Sources", "Uses"]
    assert texts(drawing, "name") == ["Quota", "Loan", "Housing"]
    assert texts(drawing, "value") == ["100.000", "50.000", "25.000"]


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "There is nothing to show."), ("zh", "没有可显示的数字。")]
)
def test_bars_of_nothing_say_so(lang: Language, words: str) -> None:
    figure = replace(EXAMPLES["bars"], series=(Series(CASH, (0.0, 0.0, None, 0.0), "use"),))
    assert texts(nodes(figure, lang), "nothing") == [words]


def test_a_unit_is_not_torn() -> None:
    figure = replace(EXAMPLES["areas"], title=same("What moves it most of all: the balance"))
    assert texts(nodes(figure, width=390), "title")[-1].endswith("(million\u00a0yuan)")


def test_steps_begin_where_the_last_one_ended_and_the_sum_at_zero() -> None:
    drawing = nodes(EXAMPLES["steps"])
    [gets], [pays], [keeps] = (of_class(drawing, name, "rect") for name in ("received", "paid", "kept"))
    each = gets.number("width") / 100
    assert pays.number("x") + pays.number("width") == pytest.approx(
        gets.number("x") + gets.number("width"), abs=0.02
    )
    assert pays.number("x") == pytest.approx(gets.number("x") + 40 * each, abs=0.05)
    assert (keeps.number("x"), keeps.number("width")) == pytest.approx(
        (gets.number("x"), 40 * each), abs=0.05
    )


def test_negative_bars_go_left_of_zero_with_their_number_before_them() -> None:
    figure = replace(EXAMPLES["bars"], groups=(), series=(Series(CASH, millions(-50, 100, 0, 25), "cash"),))
    drawing = nodes(figure)
    below, above = of_class(drawing, "cash", "rect")[:2]
    assert below.number("x") + below.number("width") == pytest.approx(above.number("x"), abs=0.02)
    [text] = [node for node in of_class(drawing, "value") if node.text == "-50.000"]
    assert text.attributes["text-anchor"] == "end"
    assert text.number("x") < below.number("x")


def test_a_tornado_goes_from_what_is_now_to_each_end() -> None:
    drawing = nodes(EXAMPLES["tornado"])
    [base] = of_class(drawing, "base")
    lows, highs = of_class(drawing, "low", "rect"), of_class(drawing, "high", "rect")
    middle, each = base.number("x1"), lows[0].number("width") / 20
    assert highs[0].number("x") == pytest.approx(middle, abs=0.02)
    assert highs[0].number("width") == pytest.approx(20 * each, abs=0.05)
    assert lows[2].number("x") == pytest.approx(middle, abs=0.02)  # 60 is above what is now
    assert highs[2].number("x") + highs[2].number("width") == pytest.approx(middle, abs=0.02)
    assert texts(drawing, "level") == ["as planned 50.000"]


def test_two_ends_on_one_side_stand_below_each_other() -> None:
    drawing = nodes(EXAMPLES["tornado"])
    low, high = of_class(drawing, "low", "rect")[1], of_class(drawing, "high", "rect")[1]
    assert low.number("y") + low.number("height") <= high.number("y")


def test_the_heat_says_by_a_sign_what_holds() -> None:
    drawing = nodes(EXAMPLES["heat"])
    signs = [node.attributes["class"] for node in drawing if node.tag == "path"]
    assert signs == [
        "holds",
        "holds",
        "fails",
        "fails",
        "holds",
        "fails",
    ]  # two rows, and what the signs mean
    assert texts(drawing, "value") == ["20.000", "1.35", "-40.000", "0.80", "n/a", "n/a"]
    assert texts(drawing, "head") == ["lowest cash", "cover (times)"]


def test_a_histogram_is_in_two_colours_at_zero() -> None:
    drawing = nodes(EXAMPLES["histogram"])
    below, above = of_class(drawing, "fails"), of_class(drawing, "holds")
    assert (len(below), len(above)) == (1, 3)
    heights = [node.number("height") for node in [*below, *above]]
    assert [height / heights[0] for height in heights] == pytest.approx([1, 2, 4, 3], abs=0.02)
    median, low = of_class(drawing, "level")
    first, last = below[0].number("x"), above[-1].number("x") + above[-1].number("width")
    assert (median.number("x1") - first) / (last - first) == pytest.approx(35 / 80, abs=0.005)
    assert (low.number("x1") - first) / (last - first) == pytest.approx(10 / 80, abs=0.005)


def test_an_interval_across_zero_has_both_colours() -> None:
    figure = replace(
        EXAMPLES["histogram"], edges=tuple(edge + 5 * MILLION for edge in EXAMPLES["histogram"].edges)
    )
    drawing = nodes(figure)
    [below], above = of_class(drawing, "fails"), of_class(drawing, "holds")
    assert len(above) == 4
    assert below.number("x") + below.number("width") == pytest.approx(above[0].number("x"), abs=0.02)
    assert below.number("width") / above[0].number("width") == pytest.approx(3, rel=0.03)


def test_a_fan_has_its_bands_around_the_median() -> None:
    drawing = nodes(EXAMPLES["fan"])
    zero, each = axis(drawing)
    outer, inner = (points(node.attributes["d"])[0] for node in of_class(drawing, "band"))
    assert [(zero - y) / each for _, y in outer[:5]] == pytest.approx([20, 60, 100, 140, 180], abs=0.1)
    assert [(zero - y) / each for _, y in outer[5:]] == pytest.approx([-20, -20, -20, -20, -20], abs=0.1)
    assert [(zero - y) / each for _, y in inner[:5]] == pytest.approx([10, 40, 70, 100, 130], abs=0.1)
    [median] = of_class(drawing, "median")
    [piece] = points(median.attributes["d"])
    assert [(zero - y) / each for _, y in piece] == pytest.approx([0, 20, 40, 60, 80], abs=0.1)


def test_areas_are_as_large_as_their_parts_and_fill_the_whole() -> None:
    drawing = nodes(EXAMPLES["areas"])
    tiles = [
        node for node in drawing if node.attributes.get("class") in {"holds", "fails"} and node.tag == "rect"
    ]
    sizes = [(tile.number("width") + 2) * (tile.number("height") + 2) for tile in tiles]
    assert [size / sum(sizes) for size in sizes] == pytest.approx([0.6, 0.3, 0.1], abs=0.001)
    assert sum(sizes) == pytest.approx(740 * 360, rel=0.001)
    assert [tile.attributes["class"] for tile in tiles] == ["holds", "fails", "holds"]
    corners = {(tile.number("x") > tiles[0].number("x") + tiles[0].number("width")) for tile in tiles[1:]}
    assert corners == {True}


def test_on_a_phone_the_legend_stands_below() -> None:
    for width, is_below in ((760, False), (390, True)):
        drawing = nodes(EXAMPLES["lines"], width=width)
        bottom = max(node.number("y") for node in of_class(drawing, "period"))
        assert all((node.number("y") > bottom) is is_below for node in of_class(drawing, "legend"))


def test_many_months_show_their_years() -> None:
    names = tuple(same(f"{2016 + month // 12}-{month % 12 + 1:02d}") for month in range(144))
    shown = texts(nodes(lines(Series(CASH, millions(*range(144)), "cash"), names=names)), "period")
    assert shown == [str(year) for year in range(2016, 2028)]
    on_phone = texts(
        nodes(lines(Series(CASH, millions(*range(144)), "cash"), names=names), width=390), "period"
    )
    assert on_phone == ["2016", "2018", "2020", "2022", "2024", "2026"]


def test_years_that_lie_unevenly_do_not_touch() -> None:
    months = [f"2016-{month:02d}" for month in range(1, 13)]
    names = tuple(map(same, [*months, *(f"{year}-01" for year in range(2017, 2077))]))
    placed = boxes(nodes(lines(Series(CASH, millions(*range(72)), "cash"), names=names)))
    years = [box for box in placed if len(box.text) == 4]
    assert len(years) > 5
    assert all(one.right < other.left for one, other in pairwise(years))


@pytest.mark.parametrize("count", [1, 2, 600])
def test_one_period_and_very_many(count: int) -> None:
    names = tuple(same(f"{2016 + month // 12}-{month % 12 + 1:02d}") for month in range(count))
    figure = lines(
        Series(CASH, millions(*range(count)), "cash"),
        Series(DEBT, millions(*range(count)), "debt"),
        names=names,
    )
    drawing = nodes(figure)
    path = cast(str, of_class(drawing, "cash", "path")[0].attributes["d"])
    assert len(points(path)[0]) == count
    assert 1 <= len(texts(drawing, "period")) <= 20


def test_without_a_title_the_unit_is_still_named_once() -> None:
    drawing = nodes(lines(CASH_LINE), titled=False)
    assert (texts(drawing, "title"), texts(drawing, "unit")) == ([], ["million\u00a0yuan"])
    assert nodes(lines(CASH_LINE))[0].attributes["height"] > drawing[0].attributes["height"]


def test_on_a_phone_no_line_goes_through_the_name_of_an_input() -> None:
    drawing = nodes(EXAMPLES["tornado"], width=360)
    names, bases = of_class(drawing, "name", "text"), of_class(drawing, "base", "line")
    assert len(bases) == len(EXAMPLES["tornado"].names) > 1
    for base in bases:
        assert not [name for name in names if base.number("y1") < name.number("y") < base.number("y2")]


def test_no_line_of_words_ends_with_what_opens() -> None:
    size, text = 13, "本息覆盖倍数（倍）"
    for room in range(14, 130, 3):
        lines_of = engine().call("chartLinesOf", text, room, size, 9)
        assert "".join(lines_of) == text or any("…" in line for line in lines_of)
        assert not [line for line in lines_of if len(line) > 1 and line.endswith("（")]


def test_a_part_too_small_for_a_number_takes_no_room() -> None:
    series = Series(CASH, (None, 2.2250738585072014e-308, 5.0), "cash")
    drawing = nodes(replace(EXAMPLES["areas"], names=(same("a"), same("b"), same("c")), series=(series,)))
    assert not [value for node in drawing for value in node.attributes.values() if "Infinity" in str(value)]
