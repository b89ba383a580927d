// Pictures of fields: the heat of numbers in rows and columns, how many lie in each interval, parts of a whole as areas.
"use strict";

const HEAT_HOLDS = ["#e6f0f1", "#c3dde0", "#9cc7cc"], HEAT_FAILS = ["#f7e0e8", "#eebccd", "#e397b2"], HEAT_NONE = "#f1f3f5";

// A row for each name, a column for each series, which may have a unit and a limit of its own: at least that holds.
function drawHeat(canvas) {
  const {series} = canvas.data, narrow = canvas.isNarrow;
  const names = canvas.names.map((name) => chartTextWidth(name, canvas.size));
  const nameWidth = narrow ? 0 : Math.min(Math.max(...names, 60), canvas.width * 0.42) + 10;
  const width = (canvas.width - nameWidth) / series.length, extremes = series.map(heatExtreme);
  let y = heatHead(canvas, nameWidth, width);
  canvas.names.forEach((name, row) => {
    y = heatRow(canvas, row, name, nameWidth, width, extremes, y);
  });
  return y + heatLegend(canvas, y + 6) + 6;
}

function heatExtreme(one) {
  const limit = one.limit === undefined || one.limit === null ? 0 : one.limit;
  return Math.max(0, ...one.values.filter(chartIsKnown).map((value) => Math.abs(value - limit)));
}

function heatHead(canvas, nameWidth, width) {
  const heads = canvas.data.series.map((one) => {
    const name = chartWords(one.name, canvas.lang), unit = one.unit ? one.unit[canvas.lang] : "";
    const whole = !unit ? name : canvas.lang === "zh" ? `${name}（${unit}）` : `${name} (${unit})`;
    return {whole, lines: chartLinesOf(whole, width - 8, canvas.small, 3, true)};
  });
  const most = Math.max(...heads.map(({lines}) => lines.length)), line = canvas.small * 1.25;
  heads.forEach(({whole, lines}, column) => lines.forEach((text, number) => canvas.nodes.push(chartTitled(chartText(
    canvas, nameWidth + width * (column + 0.5), canvas.top + line * (most - lines.length + number + 0.8), text,
    {"text-anchor": "middle", "font-weight": "bold", "font-size": canvas.small, fill: CHART_INK, class: "head"}), whole))));
  return canvas.top + line * most + 4;
}

function heatRow(canvas, row, name, nameWidth, width, extremes, y) {
  const lines = chartLinesOf(name, canvas.isNarrow ? canvas.width : nameWidth - 10, canvas.size, 2), line = canvas.size * 1.2;
  const above = canvas.isNarrow ? lines.length * line + 2 : 0, tall = canvas.isNarrow ? 24 : Math.max(26, lines.length * line + 4);
  const textTop = canvas.isNarrow ? y : y + (tall - lines.length * line) / 2;
  lines.forEach((text, number) => canvas.nodes.push(chartTitled(chartText(canvas, canvas.isNarrow ? 0 : nameWidth - 10, textTop + line * (number + 0.8), text,
    {"text-anchor": canvas.isNarrow ? "start" : "end", fill: CHART_INK, class: "name"}), name)));
  canvas.data.series.forEach((one, column) => {
    const nodes = heatCell(canvas, one, one.values[row], extremes[column], nameWidth + width * column, y + above, width, tall);
    canvas.nodes.push(...((canvas.data.unjudged || []).includes(row) ? withoutJudgement(nodes) : nodes));
  });
  return y + above + tall + (canvas.isNarrow ? 6 : 2);
}

function heatCell(canvas, one, value, extreme, x, y, width, height) {
  const limit = one.limit === undefined || one.limit === null ? 0 : one.limit, isKnown = chartIsKnown(value), holds = value >= limit;
  const share = extreme > 0 ? Math.abs(value - limit) / extreme : 0, level = share > 0.66 ? 2 : share > 0.33 ? 1 : 0;
  const fill = !isKnown ? HEAT_NONE : (holds ? HEAT_HOLDS : HEAT_FAILS)[level];
  const form = one.form ? one.form[canvas.lang] : canvas.form;
  const {text, size} = isKnown ? chartFitted(value, form, width - 28, canvas.size, !holds) : {text: NOT_AVAILABLE_SHOWN, size: canvas.size};
  const nodes = [chartRect(x + 1, y, width - 2, height, {fill, class: !isKnown ? "none" : holds ? "holds" : "fails"})];
  nodes.push(chartText(canvas, x + width - 24, y + height / 2 + size * 0.36, text,
    Object.assign({"text-anchor": "end", "font-size": size, fill: isKnown ? CHART_INK : CHART_QUIET, class: "value"}, isKnown && !holds ? {"font-weight": "bold"} : {})));
  if (isKnown) nodes.push(chartSign(x + width - 13, y + height / 2, 10, holds, holds ? CHART_COLOURS[3] : CHART_COLOURS[2]));
  return nodes;
}

// A cell of which nothing can be said to hold or to fail: the number alone.
function withoutJudgement([field, number]) {
  const {"font-weight": _, ...plain} = number[1];
  return [[field[0], {...field[1], fill: HEAT_NONE, class: "unjudged"}, field[2]], [number[0], plain, number[2]]];
}

function heatLegend(canvas, y) {
  const words = canvas.lang === "zh" ? ["满足", "不满足"] : ["holds", "does not hold"];
  let x = 0;
  words.forEach((text, number) => {
    canvas.nodes.push(chartRect(x, y, 20, 16, {fill: (number ? HEAT_FAILS : HEAT_HOLDS)[1]}), chartSign(x + 10, y + 8, 9, number === 0, CHART_COLOURS[number ? 2 : 3]));
    canvas.nodes.push(chartText(canvas, x + 26, y + 8 + canvas.small * 0.36, text, {"font-size": canvas.small, fill: CHART_QUIET, class: "legend"}));
    x += 26 + chartTextWidth(text, canvas.small) + 18;
  });
  return 18;
}

// Columns over intervals between `edges`; levels, such as quantiles, as lines across with their names above.
function drawHistogram(canvas) {
  const {edges, series} = canvas.data, counts = series[0].values, form = series[0].form ? series[0].form[canvas.lang] : canvas.form;
  const levels = (canvas.data.levels || []).filter((level) => chartIsKnown(level.value));
  const scale = valueScale(counts, form, 4), left = Math.ceil(widestTick(canvas, scale)) + 10;
  const across = intervalScale(edges, canvas);
  const line = canvas.small * 1.3;
  const plot = {left, right: canvas.width - 12, top: canvas.top + line * levels.length + canvas.small * 0.9};
  plot.bottom = plot.top + (canvas.isNarrow ? 170 : 220);
  const x = placeOn(across, plot.left, plot.right), y = placeOn(scale, plot.bottom, plot.top);
  canvas.nodes.push(...valueAxis(canvas, plot, scale));
  counts.forEach((count, index) => {
    if (!chartIsKnown(count)) return;
    canvas.nodes.push(...intervalNodes(x, edges[index], edges[index + 1], y(count), plot.bottom - y(count)));
  });
  canvas.nodes.push(zeroLine(plot, scale), ...valueTicks(canvas, plot, across, x));
  if (edges[0] < 0 && edges[edges.length - 1] > 0) canvas.nodes.push(chartLine(x(0), plot.top, x(0), plot.bottom, {stroke: CHART_INK, "stroke-width": 1.6, class: "zero"}));
  canvas.nodes.push(...levelNodes(canvas, plot, levels, x, line));
  return plot.bottom + canvas.small * 2.2;
}

// The column of an interval; one that goes across zero has both colours.
function intervalNodes(x, low, high, top, height) {
  const column = (from, to, isBelow) => chartRect(x(from) + (from === low ? 0.5 : 0), top, x(to) - x(from) - (from === low ? 0.5 : 0) - (to === high ? 0.5 : 0), height,
    {fill: CHART_COLOURS[isBelow ? 2 : 3], class: isBelow ? "fails" : "holds"});
  return low < 0 && high > 0 ? [column(low, 0, true), column(0, high, false)] : [column(low, high, high <= 0)];
}

// The intervals with round numbers for ticks inside them; unlike the scale of an axis of values it need not hold zero.
function intervalScale(edges, canvas) {
  const shown = Number(`1e${canvas.form.power || 0}`), low = edges[0] * shown, high = edges[edges.length - 1] * shown;
  const span = high > low ? high - low : 1, step = niceStep(span, canvas.isNarrow ? 4 : 7), decimals = Math.max(0, -Number(step.toExponential().split("e")[1]));
  const ticks = [];
  for (let position = Math.ceil(low / step - 1e-9); position * step <= low + span * (1 + 1e-9); position += 1) {
    ticks.push({value: position * step / shown, text: tickText(position, step, decimals, canvas.form)});
  }
  return {low, high: low + span, shown, ticks};
}

function valueTicks(canvas, plot, scale, x) {
  const nodes = [];
  let last = -Infinity;
  for (const tick of scale.ticks) {
    const half = chartTextWidth(tick.text, canvas.small) / 2, at = Math.min(Math.max(x(tick.value), half), canvas.width - half);
    if (at - half < last) continue;
    last = at + half + 6;
    nodes.push(chartLine(x(tick.value), plot.bottom, x(tick.value), plot.bottom + 4, {stroke: CHART_QUIET}));
    nodes.push(chartText(canvas, at, plot.bottom + canvas.small * 1.5, tick.text, {"text-anchor": "middle", "font-size": canvas.small, fill: CHART_QUIET, class: "tick"}));
  }
  return nodes;
}

// Each on a line of its own above the plot, so that none stands on another; the texts lie above all lines.
function levelNodes(canvas, plot, levels, x, line) {
  const lines = [], notes = [];
  levels.forEach((level, number) => {
    const place = x(level.value), base = canvas.top + line * (number + 0.8);
    const text = chartLevelText(canvas, level);
    const half = chartTextWidth(text, canvas.small, true) / 2, at = Math.min(Math.max(place, half), canvas.width - half);
    lines.push(chartLine(place, base + 3, place, plot.bottom, {stroke: CHART_INK, "stroke-dasharray": "4 3", class: "level"}));
    notes.push(chartNote(canvas, at, base, text, {"text-anchor": "middle", "font-size": canvas.small, "font-weight": "bold", fill: CHART_INK, class: "note"}));
  });
  return lines.concat(notes);
}

// Rectangles as large as their numbers; a second series says by its sign whether what they stand for holds.
function drawAreas(canvas) {
  const values = canvas.data.series[0].values, signs = canvas.data.series[1] ? canvas.data.series[1].values : [];
  const parts = values.map((value, position) => ({value: chartClamped(value), position})).filter(({value}) => value > 1e-290).sort((one, two) => two.value - one.value || one.position - two.position);
  const box = {left: 0, top: canvas.top, width: canvas.width, height: canvas.isNarrow ? 330 : 360};
  const whole = parts.reduce((sum, {value}) => sum + value, 0);
  for (const tile of tilesOf(parts, box, whole)) canvas.nodes.push(...tileNodes(canvas, tile, whole, signs[tile.position]));
  return parts.length ? box.top + box.height + 4 : emptyChart(canvas);
}

// Rows of rectangles along the shorter side, each as near to a square as it can be.
function tilesOf(parts, box, whole) {
  const tiles = [], rest = Object.assign({}, box);
  let index = 0, left = whole;
  while (index < parts.length) {
    const isWide = rest.width >= rest.height, side = isWide ? rest.height : rest.width, scale = rest.width * rest.height / left;
    let count = 1, worst = rowShape(parts, index, 1, side, scale);
    while (index + count < parts.length) {
      const next = rowShape(parts, index, count + 1, side, scale);
      if (next > worst) break;
      worst = next;
      count += 1;
    }
    const row = parts.slice(index, index + count), sum = row.reduce((total, {value}) => total + value, 0), depth = sum * scale / side;
    let along = 0;
    for (const {value, position} of row) {
      const length = value / sum * side;
      tiles.push(isWide
        ? {value, position, left: rest.left, top: rest.top + along, width: depth, height: length}
        : {value, position, left: rest.left + along, top: rest.top, width: length, height: depth});
      along += length;
    }
    if (isWide) Object.assign(rest, {left: rest.left + depth, width: Math.max(rest.width - depth, 1e-6)});
    else Object.assign(rest, {top: rest.top + depth, height: Math.max(rest.height - depth, 1e-6)});
    index += count;
    left = Math.max(left - sum, 1e-300);
  }
  return tiles;
}

// How far the worst rectangle of a row is from a square.
function rowShape(parts, index, count, side, scale) {
  const row = parts.slice(index, index + count), sum = row.reduce((total, {value}) => total + value, 0), depth = sum * scale / side;
  return Math.max(...row.map(({value}) => {
    const length = value * scale / depth;
    return Math.max(length / depth, depth / length);
  }));
}

function tileNodes(canvas, tile, whole, sign) {
  const isKnown = chartIsKnown(sign), holds = !isKnown || sign >= 0, name = canvas.names[tile.position] || "";
  const number = chartNumber(tile.value, canvas.form), share = `${numberText(tile.value / whole * 100, {decimals: 1})} %`;
  const nodes = [chartTitled(chartRect(tile.left + 1, tile.top + 1, tile.width - 2, tile.height - 2,
    {fill: holds ? HEAT_HOLDS[1] : HEAT_FAILS[1], stroke: CHART_COLOURS[holds ? 3 : 2], class: holds ? "holds" : "fails"}), `${name} ${number}`)];
  const line = canvas.size * 1.3, room = tile.width - 14, fitsSign = isKnown && tile.width > 40 && tile.height > 22;
  const lines = chartLinesOf(name, room - (fitsSign ? 16 : 0), canvas.size, tile.height > line * 5 ? 2 : 1, true).map((text) => [text, true]);
  const texts = [...lines, [number, false], [share, false]].filter((_, index) => tile.height > line * (index + 1) + 6);
  texts.forEach(([text, isBold], index) => {
    if (chartTextWidth(text, canvas.size, isBold) > room || text === CUT_OFF) return;
    nodes.push(chartText(canvas, tile.left + 7, tile.top + 4 + line * (index + 0.8), text, {fill: CHART_INK, "font-weight": isBold ? "bold" : "normal", class: isBold ? "name" : "value"}));
  });
  if (fitsSign) nodes.push(chartSign(tile.left + tile.width - 13, tile.top + 13, 10, holds, CHART_COLOURS[holds ? 3 : 2]));
  return nodes;
}
