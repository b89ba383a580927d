// Pictures of a list: bars with their names and numbers, and the tornado of what each input does.
"use strict";

const NAME_SHARE = 0.36, BAR_HEIGHT = 16, BAR_GAP = 8, VALUE_GAP = 6;

function drawBars(canvas) {
  const {series, running} = canvas.data, strong = canvas.data.strong || [];
  const rows = barRows(canvas, series, running, strong);
  const items = series.map((one, index) => ({text: chartWords(one.name, canvas.lang), colour: chartColour(one, index), kind: "column"}));
  if (canvas.data.sparse && rows.every((row) => row.isEmpty && !row.isStrong)) return emptyChart(canvas);
  const hasLegend = series.length > 1 && !(canvas.data.groups || []).length;
  return withLegend(canvas, hasLegend ? items : [], () => {
    const plot = barPlot(canvas, rows);
    const heads = new Map((canvas.data.groups || []).map((group) => [group.before, group.label]));
    let y = canvas.top + 4;
    const begin = y;
    const drawn = [];
    rows.forEach((row, position) => {
      if (row.isEmpty && canvas.data.sparse && !row.isStrong) {
        if (heads.has(position)) y = groupHeading(canvas, drawn, heads.get(position), y, position > 0);
        return;
      }
      if (heads.has(position)) y = groupHeading(canvas, drawn, heads.get(position), y, position > 0);
      y = barRow(canvas, plot, drawn, row, y);
    });
    if (!canvas.isNarrow || plot.x(0) > 0) canvas.nodes.push(chartLine(plot.x(0), begin, plot.x(0), y - BAR_GAP / 2, {stroke: CHART_QUIET, class: "zero"}));
    canvas.nodes.push(...drawn);
    return y + 2;
  });
}

// Each row: its name, and its bars with where they begin and end.
function barRows(canvas, series, running, strong) {
  let reached = 0;
  return canvas.names.map((name, position) => {
    const isStrong = strong.includes(position), bars = [];
    series.forEach((one, index) => {
      const value = one.values[position];
      if (value === undefined || value === null) return;
      const from = running && !isStrong ? reached : 0;
      if (running && chartIsKnown(value)) reached = chartClamped(isStrong ? value : reached + value);
      bars.push({value, from, to: chartClamped(from + (chartIsKnown(value) ? value : 0)), colour: chartColour(one, index), role: one.role, series: chartWords(one.name, canvas.lang)});
    });
    if (!bars.length) bars.push({value: null, from: 0, to: 0, colour: CHART_QUIET, role: "none", series: ""});
    return {name, bars, isStrong, isEmpty: bars.every((bar) => bar.value === 0 || bar.role === "none")};
  });
}

// Where values stand, with room for the names at the left and for a number at either end.
function barPlot(canvas, rows) {
  const bars = [].concat(...rows.map((row) => row.bars)), running = canvas.data.running;
  for (const bar of bars) bar.text = chartIsKnown(bar.value) || bar.value === null && bar.role !== "none" ? barText(canvas, bar.value) : NOT_AVAILABLE_SHOWN;
  const names = rows.map((row) => chartTextWidth(row.name, canvas.size, row.isStrong));
  const nameWidth = canvas.isNarrow ? 0 : Math.min(Math.max(...names, 40), canvas.width * NAME_SHARE) + 12;
  const widest = (some) => Math.max(0, ...some.map((bar) => chartTextWidth(bar.text, canvas.small, true) + VALUE_GAP));
  const before = widest(bars.filter((bar) => bar.value < 0 && !running));
  const after = widest(bars.filter((bar) => !(bar.value < 0) || running));
  const ends = [].concat(...bars.map((bar) => [bar.from, bar.to]));
  const scale = {low: Math.min(0, ...ends), high: Math.max(0, ...ends), shown: 1};
  if (scale.high === scale.low) scale.high = scale.low + 1;
  const left = nameWidth + before, right = Math.max(canvas.width - after - 2, left + 20);
  return {nameWidth, left, right, x: placeOn(scale, left, right), running};
}

function barText(canvas, value) {
  return chartNumber(value, canvas.form);
}

function groupHeading(canvas, drawn, label, y, isLater) {
  const top = y + (isLater ? 8 : 0);
  drawn.push(chartText(canvas, 0, top + canvas.size, chartCut(chartWords(label, canvas.lang), canvas.width, canvas.size, true),
    {"font-weight": "bold", fill: CHART_INK, class: "group"}));
  return top + canvas.size * 1.6;
}

function barRow(canvas, plot, drawn, row, y) {
  const weight = row.isStrong ? {"font-weight": "bold"} : {};
  const lines = chartLinesOf(row.name, (canvas.isNarrow ? canvas.width : plot.nameWidth - 12), canvas.size, 2, row.isStrong);
  const line = canvas.size * 1.2, thick = row.bars.length > 2 ? BAR_HEIGHT * 0.75 : BAR_HEIGHT, barsHeight = row.bars.length * thick;
  const height = canvas.isNarrow ? lines.length * line + 3 + barsHeight : Math.max(barsHeight, lines.length * line);
  const barsTop = canvas.isNarrow ? y + lines.length * line + 3 : y + (height - barsHeight) / 2;
  const textTop = canvas.isNarrow ? y : y + (height - lines.length * line) / 2;
  lines.forEach((text, number) => drawn.push(chartTitled(chartNote(canvas, canvas.isNarrow ? 0 : plot.nameWidth - 12, textTop + line * (number + 0.8), text,
    Object.assign({"text-anchor": canvas.isNarrow ? "start" : "end", fill: CHART_INK, class: "name"}, weight)), row.name)));
  row.bars.forEach((bar, number) => drawn.push(...barNodes(canvas, plot, bar, barsTop + number * thick, thick, weight)));
  return y + height + BAR_GAP;
}

function barNodes(canvas, plot, bar, top, thick, weight) {
  const [from, to] = [plot.x(bar.from), plot.x(bar.to)], left = Math.min(from, to), right = Math.max(from, to);
  const isLeft = bar.value < 0 && !plot.running;
  const rect = chartRect(left, top + 1, Math.max(right - left, bar.value ? 0.8 : 0), thick - 2, {fill: bar.colour, class: bar.role});
  return [rect, chartText(canvas, isLeft ? left - VALUE_GAP : right + VALUE_GAP, top + thick / 2 + canvas.small * 0.36, bar.text,
    Object.assign({"text-anchor": isLeft ? "end" : "start", "font-size": canvas.small, fill: CHART_INK, class: "value"}, weight))];
}

// Two series, what the low and the high value of each input bring; the first level is what is there now.
function drawTornado(canvas) {
  const [low, high] = canvas.data.series, now = (canvas.data.levels || [])[0];
  const items = [low, high].map((one, index) => ({text: chartWords(one.name, canvas.lang), colour: chartColour({role: index ? "high" : "low"}, 0), kind: "column"}));
  return withLegend(canvas, items, () => {
    const base = now && chartIsKnown(now.value) ? chartClamped(now.value) : 0;
    const rows = canvas.names.map((name, position) => tornadoRow(canvas, name, base, low.values[position], high.values[position]));
    const plot = tornadoPlot(canvas, rows, base);
    const label = now ? chartLevelText(canvas, now) : "";
    const half = chartTextWidth(label, canvas.small, true) / 2;
    const at = Math.min(Math.max(plot.x(base), half), canvas.width - half);
    canvas.nodes.push(chartText(canvas, at, canvas.top + canvas.small, label, {"text-anchor": "middle", "font-size": canvas.small, "font-weight": "bold", fill: CHART_INK, class: "level"}));
    const begin = canvas.top + canvas.small * 1.6, drawn = [];
    let y = begin + 4;
    for (const row of rows) y = tornadoBars(canvas, plot, drawn, row, y);
    const lines = canvas.isNarrow ? [] : [baseLine(plot, begin, y - BAR_GAP / 2)], hasZero = plot.scale.low < 0 && plot.scale.high > 0 && base !== 0;
    if (hasZero) lines.push(...zeroMark(canvas, plot, begin, y - BAR_GAP / 2));
    canvas.nodes.push(...lines, ...drawn);
    return y + 2 + (hasZero ? canvas.small * 1.3 : 0);
  });
}

const baseLine = (plot, top, bottom) => chartLine(plot.x(plot.base), top, plot.x(plot.base), bottom, {stroke: CHART_INK, "stroke-width": 1.4, class: "base"});

function zeroMark(canvas, plot, top, bottom) {
  const x = plot.x(0);
  return [
    chartLine(x, top, x, bottom, {stroke: CHART_COLOURS[2], "stroke-width": 1.4, "stroke-dasharray": "4 3", class: "zero"}),
    chartText(canvas, x, bottom + canvas.small * 1.2, "0", {"text-anchor": "middle", "font-size": canvas.small, fill: CHART_COLOURS[2], "font-weight": "bold", class: "tick"}),
  ];
}

// On which side of what is there now each end lies; two on one side stand one below the other.
function tornadoRow(canvas, name, base, low, high) {
  const ends = [low, high].map((value, index) => ({
    value, role: index ? "high" : "low", text: chartIsKnown(value) ? chartNumber(value, canvas.form) : NOT_AVAILABLE_SHOWN,
    side: !chartIsKnown(value) ? (index ? 1 : -1) : value < base ? -1 : value > base ? 1 : 0,
  }));
  const [one, two] = ends;
  const settled = one.side === 0 ? -(two.side || 1) : one.side, other = two.side === 0 ? -(one.side || -1) : two.side;
  one.left = settled < 0;
  two.left = other < 0;
  return {name, ends, isDouble: one.left === two.left};
}

function tornadoPlot(canvas, rows, base) {
  const names = rows.map((row) => chartTextWidth(row.name, canvas.size));
  const nameWidth = canvas.isNarrow ? 0 : Math.min(Math.max(...names, 40), canvas.width * NAME_SHARE) + 12;
  const ends = [].concat(...rows.map((row) => row.ends));
  const widest = (isLeft) => Math.max(0, ...ends.filter((end) => end.left === isLeft).map((end) => chartTextWidth(end.text, canvas.small) + VALUE_GAP));
  const known = ends.map((end) => end.value).filter(chartIsKnown).map(chartClamped);
  const scale = {low: Math.min(base, ...known), high: Math.max(base, ...known), shown: 1};
  if (scale.high === scale.low) [scale.low, scale.high] = [base - 1, base + 1];
  const left = nameWidth + widest(true), right = Math.max(canvas.width - widest(false) - 2, left + 20);
  return {nameWidth, scale, base, x: placeOn(scale, left, right)};
}

function tornadoBars(canvas, plot, drawn, row, y) {
  const lines = chartLinesOf(row.name, canvas.isNarrow ? canvas.width : plot.nameWidth - 12, canvas.size, 2), line = canvas.size * 1.2;
  const thick = row.isDouble ? BAR_HEIGHT * 0.85 : BAR_HEIGHT, barsHeight = row.isDouble ? 2 * thick : thick;
  const height = canvas.isNarrow ? lines.length * line + 3 + barsHeight : Math.max(barsHeight, lines.length * line);
  const barsTop = canvas.isNarrow ? y + lines.length * line + 3 : y + (height - barsHeight) / 2;
  const textTop = canvas.isNarrow ? y : y + (height - lines.length * line) / 2;
  lines.forEach((text, number) => drawn.push(chartTitled(chartNote(canvas, canvas.isNarrow ? 0 : plot.nameWidth - 12, textTop + line * (number + 0.8), text,
    {"text-anchor": canvas.isNarrow ? "start" : "end", fill: CHART_INK, class: "name"}), row.name)));
  if (canvas.isNarrow) drawn.push(baseLine(plot, barsTop, barsTop + barsHeight));  // never through a name
  row.ends.forEach((end, number) => {
    const top = barsTop + (row.isDouble ? number * thick : 0), x = plot.x(chartIsKnown(end.value) ? end.value : plot.base), from = plot.x(plot.base);
    if (chartIsKnown(end.value)) drawn.push(chartRect(Math.min(x, from), top + 1, Math.abs(x - from), thick - 2, {fill: chartColour({role: end.role}, 0), class: end.role}));
    drawn.push(chartText(canvas, end.left ? x - VALUE_GAP : x + VALUE_GAP, top + thick / 2 + canvas.small * 0.36, end.text,
      {"text-anchor": end.left ? "end" : "start", "font-size": canvas.small, fill: CHART_INK, class: "value"}));
  });
  return y + height + BAR_GAP;
}
