// What every chart is made of: nodes, texts with the room they take, colours. A node is [tag, {attribute: value}, [children or text]].
"use strict";

const CHART_INK = "#1c2733", CHART_QUIET = "#4d5b68", CHART_GRID = "#dbe1e6", CHART_PAPER = "#ffffff";
// Told apart by people who see no red or green, and by their lightness alone where they are printed in grey.
const CHART_COLOURS = ["#0a315c", "#b58e1f", "#93003c", "#1c6a75", "#9f6e57"];
const CHART_TINTS = ["#d7e0ea", "#f0e6c8", "#f0ccd8", "#cfe3e5", "#e8dcd5"];
const CHART_ROLES = {
  cash: 0, income: 3, received: 3, source: 0, kept: 0, outstanding: 0, low: 1, high: 0, fails: 2, debt: 1, principal: 1, use: 1,
  paid: 2, before_financing: 2, interest: 2, holds: 3, share: 3, cost: 4, other: 4,
};
const CHART_FONT = "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', " +
  "'Source Han Sans SC', 'WenQuanYi Micro Hei', 'Noto Sans', 'Liberation Sans', 'DejaVu Sans', sans-serif";
const NARROW_BELOW = 520, CUT_OFF = "…", LONGEST_NUMBER = 18;

function chartNode(tag, attributes, children) {
  return [tag, attributes, children || []];
}

function chartRound(number) {
  return Math.round(number * 100) / 100;
}

// A label is one text for both languages, or [English, Chinese].
function chartWords(label, lang) {
  return Array.isArray(label) ? label[lang === "zh" ? 1 : 0] : label;
}

function chartColour(series, index) {
  return CHART_COLOURS[chartColourIndex(series, index)];
}

function chartTint(series, index) {
  return CHART_TINTS[chartColourIndex(series, index)];
}

function chartColourIndex(series, index) {
  const own = series ? CHART_ROLES[series.role] : undefined;
  return (own === undefined ? index : own) % CHART_COLOURS.length;
}

// The width of a text in pixels, rather too much than too little: fonts differ, and none can be asked.
function chartTextWidth(text, size, isBold) {
  let sum = 0;
  for (const letter of text) sum += chartLetterWidth(letter.codePointAt(0));
  return sum * size * (isBold ? 1.1 : 1);
}

function chartLetterWidth(code) {
  if (code >= 0x1100) return code >= 0x2000 && code < 0x2100 ? 0.62 : 1;
  if (code >= 48 && code <= 57) return 0.64;
  if (code >= 97 && code <= 122) return code === 109 || code === 119 ? 0.96 : "fijlrt".includes(String.fromCharCode(code)) ? 0.4 : 0.63;
  if (code >= 65 && code <= 90) return code === 77 || code === 87 ? 0.99 : 0.73;
  if (code === 32 || code === 160) return 0.32;
  if (" !'(),.:;[]|-/".includes(String.fromCharCode(code))) return 0.4;
  return 0.84;
}

// The text, or as much of it as there is room for.
function chartCut(text, room, size, isBold) {
  if (chartTextWidth(text, size, isBold) <= room) return text;
  let kept = "";
  for (const letter of text) {
    if (chartTextWidth(kept + letter + CUT_OFF, size, isBold) > room) break;
    kept += letter;
  }
  return kept.trim() ? kept.trimEnd() + CUT_OFF : CUT_OFF;
}

// The lines of a text; the last of them is cut where there are more than `most`. What closes stays with what is before it, what opens with what is behind.
function chartLinesOf(text, room, size, most, isBold) {
  const lines = [[]];
  for (const piece of text.match(/[\u2e80-\uffef]|[^ \u2e80-\uffef]+| +/g) || []) {
    const last = lines[lines.length - 1];
    const fitsIn = chartTextWidth((last.join("") + piece).trimEnd(), size, isBold) <= room;
    if (fitsIn || !last.join("").trim()) {
      last.push(piece);
      continue;
    }
    const moved = [piece], opens = () => last.length > 1 && /^[（《“]$/.test(last[last.length - 1]);
    if (/^[，。；：、）》”%!?,.;:)]/.test(piece) && last.length > 1) moved.unshift(last.pop());
    if (opens()) moved.unshift(last.pop());
    lines.push(moved);
  }
  const kept = lines.slice(0, most);
  if (lines.length > most) kept[most - 1] = [].concat(...lines.slice(most - 1));
  return kept.map((pieces) => chartCut(pieces.join("").trim(), room, size, isBold));
}

// A number for a picture; of one with very many digits its magnitude.
function chartNumber(value, form) {
  const text = numberText(value, form);
  return text.length > LONGEST_NUMBER && chartIsKnown(value) ? chartMagnitude(value, form) : text;
}

function chartMagnitude(value, form) {
  const shown = value * Number(`1e${form.power || 0}`);
  return (Number.isFinite(shown) ? shown : value).toExponential(1).toUpperCase().replace("E+", "E") + (form.sign || "");
}

// A number that is never cut: smaller, then with fewer decimals, at last its magnitude alone. Returns its text and size.
function chartFitted(value, form, room, size, isBold) {
  const whole = chartNumber(value, form);
  const tries = [[whole, size], [whole, size - 1.5], [whole, size - 3]];
  if (form.decimals) tries.push([numberText(value, Object.assign({}, form, {decimals: 0})), size - 3]);
  for (const [text, smaller] of tries) if (chartTextWidth(text, smaller, isBold) <= room) return {text, size: smaller};
  return {text: chartMagnitude(value, form), size: size - 3};
}

// What a level is called and its number, which is told in whole.
function chartLevelText(canvas, level) {
  const number = chartNumber(level.value, canvas.form), room = canvas.width - chartTextWidth(` ${number}`, canvas.small, true);
  return `${chartCut(chartWords(level.label, canvas.lang), room, canvas.small, true)} ${number}`;
}

// A text at a place; `more` says its anchor, weight, colour or size.
function chartText(canvas, x, y, text, more) {
  const attributes = Object.assign({x: chartRound(x), y: chartRound(y)}, more);
  return chartNode("text", attributes, [text]);
}

// A text with a rim of paper around it, which can be read over lines.
function chartNote(canvas, x, y, text, more) {
  const rim = {stroke: CHART_PAPER, "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke"};
  return chartText(canvas, x, y, text, Object.assign(rim, more));
}

// Marks, in order of what they mark, that what they show holds or does not: signs and not colours alone, and not of any font.
function chartSign(x, y, size, holds, colour) {
  const s = size / 2;
  const path = holds
    ? `M${chartRound(x - s)} ${chartRound(y)}l${chartRound(s * 0.7)} ${chartRound(s * 0.8)}l${chartRound(s * 1.2)} ${chartRound(-s * 1.6)}`
    : `M${chartRound(x - s * 0.8)} ${chartRound(y - s * 0.8)}l${chartRound(s * 1.6)} ${chartRound(s * 1.6)}m0 ${chartRound(-s * 1.6)}l${chartRound(-s * 1.6)} ${chartRound(s * 1.6)}`;
  return chartNode("path", {d: path, fill: "none", stroke: colour || CHART_INK, "stroke-width": 2, class: holds ? "holds" : "fails"});
}

function chartRect(x, y, width, height, more) {
  return chartNode("rect", Object.assign(
    {x: chartRound(x), y: chartRound(y), width: chartRound(Math.max(width, 0)), height: chartRound(Math.max(height, 0))}, more));
}

function chartLine(x1, y1, x2, y2, more) {
  return chartNode("line", Object.assign(
    {x1: chartRound(x1), y1: chartRound(y1), x2: chartRound(x2), y2: chartRound(y2)}, more));
}

// The full name of what was cut, which a browser shows where somebody points at it.
function chartTitled(node, text) {
  node[2].unshift(chartNode("title", {}, [text]));
  return node;
}

// A number for a place in the picture: sums and differences of such are finite too.
function chartClamped(value) {
  return Math.max(Math.min(value, 1e300), -1e300);
}

function chartIsKnown(value) {
  return typeof value === "number" && Number.isFinite(value);
}
