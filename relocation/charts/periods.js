// Pictures along periods: lines, columns, and the band in which most of many futures lie.
"use strict";

const DASHED_ROLES = ["before_financing", "plan"], COLUMN_ROLES = ["debt"];
const CASE_DASHES = ["", "9 3", "2.5 2.5", "10 3 2.5 3", "5 2"];
const MOST_POINTED = 60;  // periods that tell their numbers where somebody points at them
const STEP_OF_POINTS = 7;  // pixels between the points of a line that a note should not cover

// The plot of a picture along periods, once the room for its numbers is known.
function periodPlot(canvas, values) {
  const scale = valueScale(values, canvas.form, canvas.isNarrow ? 4 : 5);
  const left = Math.ceil(widestTick(canvas, scale)) + 10, top = canvas.top + canvas.small * 0.7;
  const plot = {left, right: canvas.width - 8, top, bottom: top + (canvas.isNarrow ? 210 : 270)};
  plot.band = (plot.right - plot.left) / Math.max(canvas.names.length, 1);
  plot.x = (position) => plot.left + (position + 0.5) * plot.band;
  plot.y = placeOn(scale, plot.bottom, plot.top);
  plot.scale = scale;
  plot.columns = canvas.data.series.filter((one) => COLUMN_ROLES.includes(one.role)).map((one) => one.values);
  return plot;
}

// Above the plot where there is room, below it on a phone.
function withLegend(canvas, items, drawn) {
  if (canvas.isNarrow) {
    const bottom = drawn();
    const below = chartLegend(canvas, 0, bottom + 6, items);
    canvas.nodes.push(...below.nodes);
    return bottom + 6 + below.height;
  }
  const above = chartLegend(canvas, 0, canvas.top, items);
  canvas.nodes.push(...above.nodes);
  canvas.top += above.height + 4;
  return drawn();
}

function drawLines(canvas) {
  const {series} = canvas.data;
  const items = series.map((one, index) => ({
    tint: chartTint(one, index), text: chartWords(one.name, canvas.lang), colour: chartColour(one, index),
    kind: COLUMN_ROLES.includes(one.role) ? "column" : "line", dashes: dashesOf(one, index),
  }));
  return withLegend(canvas, items.length > 1 ? items : [], () => {
    const plot = periodPlot(canvas, [].concat(...series.map((one) => one.values)));
    canvas.nodes.push(...valueAxis(canvas, plot, plot.scale));
    const behind = [], before = [];
    series.forEach((one, index) => {
      if (COLUMN_ROLES.includes(one.role)) {
        behind.unshift(columnsNode(plot, one.values, () => 0, 0.12, 0.88, {fill: chartTint(one, index), stroke: chartColour(one, index), "stroke-width": plot.band < 6 ? 0 : 0.8, class: one.role}));
        if (plot.band < 6) behind.push(lineNode(plot, one.values, {stroke: chartColour(one, index), "stroke-width": 1.2}));
      } else {
        if (one.role === "cash") behind.push(...areaNodes(plot, one.values, series.some((other) => COLUMN_ROLES.includes(other.role))));
        before.unshift(...lineNodes(plot, one, index));
      }
    });
    canvas.nodes.push(...behind, zeroLine(plot, plot.scale), ...before, ...periodAxis(canvas, plot, canvas.names));
    canvas.nodes.push(...markNodes(canvas, plot), ...pointedNodes(canvas, plot));
    return plot.bottom + canvas.small * 2.2;
  });
}

// How a line is broken: what is not there yet or is one of several cases, which grey print does not tell apart by colour.
function dashesOf(one, index) {
  if (DASHED_ROLES.includes(one.role)) return "6 4";
  return one.role === "case" ? CASE_DASHES[index % CASE_DASHES.length] : "";
}

function lineNodes(plot, one, index) {
  const isDashed = DASHED_ROLES.includes(one.role);
  const style = {stroke: chartColour(one, index), "stroke-width": isDashed ? 1.8 : 2.4, class: one.role};
  const dashes = dashesOf(one, index);
  if (dashes) style["stroke-dasharray"] = dashes;
  const nodes = [lineNode(plot, one.values, style)];
  one.values.forEach((value, position) => {
    const isAlone = chartIsKnown(value) && !chartIsKnown(one.values[position - 1]) && !chartIsKnown(one.values[position + 1]);
    if (isAlone) nodes.push(chartNode("circle", {cx: chartRound(plot.x(position)), cy: chartRound(plot.y(value)), r: 3.5, fill: style.stroke}));
  });
  return nodes;
}

// What stands in each period, told by a browser where somebody points at it.
function pointedNodes(canvas, plot) {
  if (canvas.names.length > MOST_POINTED) return [];
  const colon = canvas.lang === "zh" ? "：" : ": ", comma = canvas.lang === "zh" ? "；" : "; ";
  return canvas.names.map((name, position) => {
    const said = canvas.data.series.filter((one) => position < one.values.length)
      .map((one) => `${chartWords(one.name, canvas.lang)} ${chartIsKnown(one.values[position]) ? chartNumber(one.values[position], canvas.form) : NOT_AVAILABLE_SHOWN}`);
    const rect = chartRect(plot.left + position * plot.band, plot.top, plot.band, plot.bottom - plot.top, {fill: "none", "pointer-events": "all", class: "pointed"});
    return chartTitled(rect, name + colon + said.join(comma));
  });
}

// A line with a gap wherever there is no number.
function lineNode(plot, values, style) {
  return chartNode("path", Object.assign({d: linePath(plot, values), fill: "none", "stroke-linejoin": "round"}, style));
}

function linePath(plot, values) {
  let path = "", isDown = false;
  values.forEach((value, position) => {
    if (!chartIsKnown(value)) {
      isDown = false;
      return;
    }
    path += `${isDown ? "L" : "M"}${chartRound(plot.x(position))} ${chartRound(plot.y(value))}`;
    isDown = true;
  });
  return path;
}

// What lies between a line and zero: below it, and above it unless columns stand there.
function areaNodes(plot, values, hasColumns) {
  const sides = [["", ""], ["", ""]], zero = chartRound(plot.y(0));
  for (let position = 0; position + 1 < values.length; position += 1) {
    const [one, two] = [values[position], values[position + 1]];
    if (!chartIsKnown(one) || !chartIsKnown(two)) continue;
    const [x1, x2] = [plot.x(position), plot.x(position + 1)];
    const crossing = one < 0 !== two < 0 && one !== two ? x1 + (x2 - x1) * (one / (one - two)) : null;
    const pieces = crossing === null ? [[x1, one, x2, two]] : [[x1, one, crossing, 0], [crossing, 0, x2, two]];
    for (const [from, first, to, last] of pieces) {
      const side = first < 0 || last < 0 ? 1 : 0;
      sides[side][0] += `M${chartRound(from)} ${zero}L${chartRound(from)} ${chartRound(plot.y(first))}L${chartRound(to)} ${chartRound(plot.y(last))}L${chartRound(to)} ${zero}Z`;
    }
  }
  return [[CHART_TINTS[0], hasColumns ? "" : sides[0][0]], [CHART_TINTS[2], sides[1][0]]].filter(([, path]) => path)
    .map(([fill, d]) => chartNode("path", {d, fill, "fill-opacity": 0.75}));
}

// All columns of a series as one path, each from its foot to its foot and value.
function columnsNode(plot, values, footOf, from, to, style) {
  let path = "";
  values.forEach((value, position) => {
    if (!chartIsKnown(value) || value === 0) return;
    const foot = footOf(position), left = chartRound(plot.left + (position + from) * plot.band);
    const right = chartRound(plot.left + (position + to) * plot.band);
    path += `M${left} ${chartRound(plot.y(foot))}V${chartRound(plot.y(foot + value))}H${right}V${chartRound(plot.y(foot))}Z`;
  });
  return chartNode("path", Object.assign({d: path}, style));
}

function markNodes(canvas, plot) {
  const nodes = [], taken = [];
  if (!(canvas.data.marks || []).length) return nodes;
  const points = pointsOfLines(canvas, plot);
  for (const mark of canvas.data.marks) {
    const value = (canvas.data.series[mark.series] || {values: []}).values[mark.position];
    if (!chartIsKnown(value)) continue;
    const x = plot.x(mark.position), y = plot.y(value), colour = chartColour(canvas.data.series[mark.series], mark.series);
    const {lines, box} = noteBeside(canvas, plot, x, y, markLines(canvas, plot, mark, value), points, taken);
    taken.push(box);
    nodes.push(...leader(x, y, box, colour));
    nodes.push(chartNode("circle", {cx: chartRound(x), cy: chartRound(y), r: 5, fill: CHART_PAPER, stroke: colour, "stroke-width": 2.4, class: "mark"}));
    const [anchor, at] = x >= box.right ? ["end", box.right] : x <= box.left ? ["start", box.left] : ["middle", (box.left + box.right) / 2];
    lines.forEach((line, number) => nodes.push(chartNote(canvas, at, box.top + canvas.size * (1 + 1.25 * number), line,
      {"text-anchor": anchor, "font-weight": "bold", fill: CHART_INK, class: "note"})));
  }
  return nodes;
}

// In one line or in two, whichever covers less.
function noteBeside(canvas, plot, x, y, ways, points, taken) {
  const found = ways.map((lines) => {
    const width = Math.max(...lines.map((line) => chartTextWidth(line, canvas.size, true)));
    return {lines, box: freePlace(plot, x, y, width, lines.length * canvas.size * 1.25, points, taken)};
  });
  return found.reduce((best, other) => other.box.cost + 2 < best.box.cost ? other : best);
}

// A thin line to a note that does not stand beside its point.
function leader(x, y, box, colour) {
  const ends = [Math.min(Math.max(x, box.left), box.right), y < box.top ? box.top : box.bottom];
  return Math.hypot(ends[0] - x, ends[1] - y) > 2 * NOTE_GAP ? [chartLine(x, y, ends[0], ends[1], {stroke: colour, "stroke-width": 0.8, class: "leader"})] : [];
}

// What is said at a mark: in one line where there is room for it, and in two.
function markLines(canvas, plot, mark, value) {
  const number = chartNumber(value, canvas.form), name = canvas.names[mark.position] || "", label = chartWords(mark.label, canvas.lang);
  const said = canvas.lang === "zh" ? `${number}（${name}）` : `${number} (${name})`, room = plot.right - plot.left - 4;
  const two = [label, said].map((line) => chartCut(line, room, canvas.size, true)), one = `${label} ${said}`;
  return chartTextWidth(one, canvas.size, true) <= room * 0.6 ? [[one], two] : [two];
}

// Points along all lines, x and y in turn, so near to each other that a text does not slip between them.
function pointsOfLines(canvas, plot) {
  const points = [];
  for (const one of canvas.data.series) {
    for (let position = 0; position < one.values.length; position += 1) {
      const [value, next] = [one.values[position], one.values[position + 1]];
      if (!chartIsKnown(value)) continue;
      const [x, y] = [plot.x(position), plot.y(value)];
      points.push(x, y);
      if (!chartIsKnown(next) || COLUMN_ROLES.includes(one.role)) continue;
      const height = plot.y(next) - y, steps = Math.floor(Math.hypot(plot.band, height) / STEP_OF_POINTS);
      for (let step = 1; step < steps; step += 1) points.push(x + plot.band * step / steps, y + height * step / steps);
    }
  }
  return points;
}

function drawColumns(canvas) {
  const {stacked} = canvas.data, series = canvas.data.series.filter((one) => one.role !== "outstanding");
  const lines = canvas.data.series.filter((one) => one.role === "outstanding");
  const items = series.map((one, index) => ({text: chartWords(one.name, canvas.lang), colour: chartColour(one, index), kind: "column"}))
    .concat(lines.map((one) => ({text: chartWords(one.name, canvas.lang), colour: chartColour(one, 0), kind: "line"})));
  return withLegend(canvas, items.length > 1 ? items : [], () => {
    const feet = stacked ? stackedFeet(series) : series.map((one) => one.values.map(() => 0));
    const ends = series.map((one, index) => one.values.map((value, position) => chartIsKnown(value) ? feet[index][position] + value : null));
    const plot = periodPlot(canvas, [].concat(...ends, ...lines.map((one) => one.values)));
    canvas.nodes.push(...valueAxis(canvas, plot, plot.scale));
    const width = stacked ? 0.76 : 0.8 / series.length;
    series.forEach((one, index) => {
      const from = stacked ? 0.12 : 0.1 + width * index;
      const rim = plot.band * width > 5 ? {stroke: CHART_PAPER, "stroke-width": 0.8} : {};
      canvas.nodes.push(columnsNode(plot, one.values, (position) => feet[index][position], from, from + width, Object.assign({fill: chartColour(one, index), class: one.role}, rim)));
    });
    canvas.nodes.push(zeroLine(plot, plot.scale), ...[].concat(...lines.map((one) => lineNodes(plot, one, 0))));
    canvas.nodes.push(...periodAxis(canvas, plot, canvas.names), ...markNodes(canvas, plot), ...pointedNodes(canvas, plot));
    return plot.bottom + canvas.small * 2.2;
  });
}

// Where each part of a stack begins: what is above zero goes up, what is below goes down.
function stackedFeet(series) {
  const up = [], down = [];
  return series.map((one) => one.values.map((value, position) => {
    const side = value < 0 ? down : up, foot = side[position] || 0;
    if (chartIsKnown(value)) side[position] = foot + value;
    return foot;
  }));
}

const FAN_TINTS = ["#d3dee9", "#9db4cc"];

// Pairs of series from the outermost to the median, which stands in the middle; one of the role plan is a line beside them.
function drawFan(canvas) {
  const futures = canvas.data.series.filter((one) => one.role !== "plan"), plan = canvas.data.series.filter((one) => one.role === "plan");
  const pairs = Math.floor(futures.length / 2), median = futures[pairs];
  const items = [{text: chartWords(median.name, canvas.lang), colour: CHART_COLOURS[0], kind: "line"}];
  for (let pair = pairs - 1; pair >= 0; pair -= 1) {
    const [low, high] = [futures[pair], futures[futures.length - 1 - pair]].map((one) => chartWords(one.name, canvas.lang));
    items.push({text: `${low} – ${high}`, colour: fanTint(pair, pairs), kind: "band"});
  }
  items.push(...plan.map((one) => ({text: chartWords(one.name, canvas.lang), colour: CHART_COLOURS[2], kind: "line", dashes: "6 4"})));
  return withLegend(canvas, items, () => {
    const plot = periodPlot(canvas, [].concat(...canvas.data.series.map((one) => one.values)));
    canvas.nodes.push(...valueAxis(canvas, plot, plot.scale));
    for (let pair = 0; pair < pairs; pair += 1) {
      canvas.nodes.push(bandNode(plot, futures[pair].values, futures[futures.length - 1 - pair].values, fanTint(pair, pairs)));
    }
    canvas.nodes.push(zeroLine(plot, plot.scale), lineNode(plot, median.values, {stroke: CHART_COLOURS[0], "stroke-width": 2.6, class: "median"}));
    for (const one of plan) canvas.nodes.push(lineNode(plot, one.values, {stroke: CHART_COLOURS[2], "stroke-width": 1.8, "stroke-dasharray": "6 4", class: "plan"}));
    canvas.nodes.push(...periodAxis(canvas, plot, canvas.names), ...markNodes(canvas, plot), ...pointedNodes(canvas, plot));
    return plot.bottom + canvas.small * 2.2;
  });
}

function fanTint(pair, pairs) {
  return FAN_TINTS[Math.min(FAN_TINTS.length - 1, pair + FAN_TINTS.length - Math.min(pairs, FAN_TINTS.length))];
}

// A band between two lines, which is open where one of them has no number.
function bandNode(plot, low, high, fill) {
  let path = "", run = [];
  for (let position = 0; position <= low.length; position += 1) {
    if (position < low.length && chartIsKnown(low[position]) && chartIsKnown(high[position])) {
      run.push(position);
      continue;
    }
    if (run.length === 1) {
      const [x, y1, y2] = [plot.x(run[0]), plot.y(low[run[0]]), plot.y(high[run[0]])].map(chartRound);
      path += `M${x - 4} ${y1}V${y2}H${x + 4}V${y1}Z`;
    } else if (run.length) {
      const there = run.map((place) => `${chartRound(plot.x(place))} ${chartRound(plot.y(high[place]))}`);
      const back = run.reverse().map((place) => `${chartRound(plot.x(place))} ${chartRound(plot.y(low[place]))}`);
      path += `M${there.join("L")}L${back.join("L")}Z`;
    }
    run = [];
  }
  return chartNode("path", {d: path, fill, stroke: CHART_COLOURS[0], "stroke-width": 0.7, class: "band"});
}
