// The ticks of values, the names of periods, the legend, and notes that find a free place.
"use strict";

const LONGEST_TICK = 13;  // characters, above which a tick is told by its magnitude
const NOTE_GAP = 8;

// The distance of ticks, 1, 2 or 5 times a power of ten, so that there are about `count` of them.
function niceStep(span, count) {
  const [mantissa, exponent] = (span / count).toExponential(8).split("e");
  const factor = Number(mantissa) <= 1 ? 1 : Number(mantissa) <= 2 ? 2 : Number(mantissa) <= 5 ? 5 : 10;
  return Number(`${factor}e${exponent}`);
}

// The scale of values as they are shown, from a round number below them all to one above: zero is always among them.
function valueScale(values, form, count) {
  const shown = Number(`1e${form.power || 0}`);
  const known = values.filter(chartIsKnown).map((value) => chartClamped(value * shown));
  let low = 0, high = 0;
  for (const value of known) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (high - low < 1e-290) high = low + 1;
  const step = niceStep(high - low, count);
  const first = Math.floor(low / step + 1e-9), last = Math.ceil(high / step - 1e-9);
  const decimals = Math.max(0, -Number(step.toExponential().split("e")[1]));
  const ticks = [];
  for (let position = first; position <= last; position += 1) {
    ticks.push({value: position * step, text: tickText(position, step, decimals, form)});
  }
  return {low: first * step, high: last * step, shown, ticks};
}

function tickText(position, step, decimals, form) {
  const sign = form.sign || "";
  if (position === 0) return `0${sign}`;
  const value = position * step;
  const text = numberText(value, {decimals: Math.min(decimals, 12), grouped: form.grouped !== false}) + sign;
  const isLost = decimals > 12;
  return text.length > LONGEST_TICK || isLost ? value.toExponential(1).toUpperCase().replace("E+", "E") + sign : text;
}

// Where a value stands between two ends in pixels.
function placeOn(scale, from, to) {
  const span = scale.high - scale.low;
  return (value) => {
    const shown = Math.max(Math.min(value * scale.shown, scale.high), scale.low);
    return from + (to - from) * ((shown - scale.low) / span);
  };
}

// Lines across the plot at the ticks with their numbers on the left, and a stronger one at zero.
function valueAxis(canvas, plot, scale) {
  const nodes = [], place = (value) => plot.bottom - (plot.bottom - plot.top) * ((value - scale.low) / (scale.high - scale.low));
  for (const tick of scale.ticks) {
    const y = place(tick.value);
    if (tick.value !== 0) nodes.push(chartLine(plot.left, y, plot.right, y, {stroke: CHART_GRID}));
    nodes.push(chartText(canvas, plot.left - 7, y + canvas.small * 0.35, tick.text,
      {"text-anchor": "end", "font-size": canvas.small, fill: CHART_QUIET, class: "tick"}));
  }
  return nodes;
}

function zeroLine(plot, scale) {
  const y = plot.bottom - (plot.bottom - plot.top) * ((0 - scale.low) / (scale.high - scale.low));
  return chartLine(plot.left, y, plot.right, y, {stroke: CHART_QUIET, "stroke-width": 1.2, class: "zero"});
}

function widestTick(canvas, scale) {
  return Math.max(...scale.ticks.map((tick) => chartTextWidth(tick.text, canvas.small)));
}

// Below the plot as many names of periods as stand there without touching; of months the years where not all do.
function periodAxis(canvas, plot, names) {
  const nodes = [], band = (plot.right - plot.left) / names.length;
  let last = -Infinity;
  const short = names.map((name) => chartCut(name, canvas.width / 3, canvas.small));
  for (const {position, text} of shownNames(short, band, canvas.small)) {
    const half = chartTextWidth(text, canvas.small) / 2;
    const x = Math.min(Math.max(plot.left + (position + 0.5) * band, half), canvas.width - half);
    if (x - half < last) continue;
    last = x + half + 4;
    nodes.push(chartText(canvas, x, plot.bottom + canvas.small * 1.5, text,
      {"text-anchor": "middle", "font-size": canvas.small, fill: CHART_QUIET, class: "period"}));
    if (band < 14) nodes.push(chartLine(plot.left + (position + 0.5) * band, plot.bottom, plot.left + (position + 0.5) * band, plot.bottom + 4, {stroke: CHART_QUIET}));
  }
  return nodes;
}

function shownNames(names, band, size) {
  const all = names.map((text, position) => ({position, text}));
  const years = all.filter(({position, text}) =>
    /^\d{4}-\d\d$/.test(text) && (position === 0 ? text.endsWith("-01") : text.slice(0, 4) !== names[position - 1].slice(0, 4)))
    .map(({position, text}) => ({position, text: text.slice(0, 4)}));
  const listed = fits(all, band, size) || years.length < 2 ? all : years;
  const distance = listed.length > 1 ? band * (listed[1].position - listed[0].position) : band;
  for (const step of [1, 2, 5, 10, 20, 50, 100, 200, 500]) {
    const some = listed.filter((_, index) => index % step === 0);
    if (fits(some, distance * step, size, true)) return some;
  }
  return listed.slice(0, 1);
}

function fits(some, distance, size) {
  return Math.max(...some.map(({text}) => chartTextWidth(text, size))) + 8 <= distance || some.length === 1;
}

// What each colour stands for, in as many lines as it takes. Returns the nodes and the height.
function chartLegend(canvas, left, top, items) {
  const nodes = [], size = canvas.size, step = size * 1.55;
  let x = left, y = top;
  for (const item of items) {
    const room = canvas.width - left - 34;
    const text = chartCut(item.text, room, size), width = 26 + chartTextWidth(text, size) + 18;
    if (x > left && x + width - 18 > canvas.width) {
      x = left;
      y += step;
    }
    const middle = y + size * 0.55;
    nodes.push(legendSign(x, middle, item));
    nodes.push(chartTitled(chartText(canvas, x + 26, y + size * 0.92, text, {fill: CHART_INK, class: "legend"}), item.text));
    x += width;
  }
  return {nodes, height: items.length ? y - top + step : 0};
}

function legendSign(x, y, item) {
  if (item.kind === "column") return chartRect(x + 2, y - 6, 16, 12, item.tint ? {fill: item.tint, stroke: item.colour} : {fill: item.colour});
  if (item.kind === "band") return chartRect(x, y - 6, 20, 12, {fill: item.colour, stroke: CHART_COLOURS[0], "stroke-width": 0.7});
  const dashes = item.dashes ? {"stroke-dasharray": item.dashes} : {};
  return chartLine(x, y, x + 20, y, Object.assign({stroke: item.colour, "stroke-width": 2.6}, dashes));
}

// A place for a text near a point where it covers no other text and as few points of the lines as can be.
function freePlace(plot, x, y, width, height, points, taken) {
  let best = null;
  for (const box of placesAround(plot, x, y, width, height)) {
    let cost = box.cost;
    if (best !== null && cost >= best.cost) continue;
    for (const other of taken) if (boxesTouch(box, other)) cost += 10000;
    cost += 4 * columnsBehind(plot, box);
    const left = box.left - 3, right = box.right + 3, top = box.top - 2, bottom = box.bottom + 2;
    for (let place = 0; place < points.length && (best === null || cost < best.cost); place += 2) {
      const px = points[place], py = points[place + 1];
      if (px > left && px < right && py > top && py < bottom) cost += 10;
    }
    if (best === null || cost < best.cost) best = Object.assign(box, {cost});
  }
  return best;
}

function placesAround(plot, x, y, width, height) {
  const places = [];
  for (let step = 0; step < 9; step += 1) {
    for (const side of [-1, 1]) {
      for (const shift of [0, -0.5, 0.5, -1, 1]) {
        const left = Math.min(Math.max(x - width / 2 + shift * (width + 2 * NOTE_GAP), plot.left + 2), plot.right - width);
        const distance = NOTE_GAP + step * height, top = side < 0 ? y - distance - height : y + distance;
        const isOutside = top < plot.top || top + height > plot.bottom;
        const zero = plot.y(0), crossesZero = top < zero && top + height > zero;
        const isBeside = Math.hypot(Math.max(left - x, x - left - width, 0), distance) <= 2 * NOTE_GAP;
        const cost = 5 * step + 3 * Math.abs(shift) + (isBeside ? 0 : 8) + (crossesZero ? 12 : 0) + (isOutside ? 5000 : 0);
        places.push({left, right: left + width, top, bottom: top + height, cost});
      }
    }
  }
  return places;
}

// How many columns a text would stand on.
function columnsBehind(plot, box) {
  let count = 0;
  const first = Math.max(Math.floor((box.left - plot.left) / plot.band), 0), last = Math.floor((box.right - plot.left) / plot.band);
  for (const values of plot.columns) {
    for (let position = first; position <= last && position < values.length; position += 1) {
      const ends = chartIsKnown(values[position]) ? [plot.y(values[position]), plot.y(0)] : [0, 0];
      if (Math.min(...ends) < box.bottom && Math.max(...ends) > box.top) count += 1;
    }
  }
  return Math.min(count, 10);
}

function boxesTouch(first, second) {
  return first.left < second.right && second.left < first.right && first.top < second.bottom && second.top < first.bottom;
}
