// Where a number comes from: its formula in words, what is in it with the numbers of now, down to the inputs and their sources.
"use strict";

const FORMULA_SIGNS = {
  "+": ["+", 2], "-": ["−", 2], "*": ["×", 3], "/": ["÷", 3], "^": ["^", 4], "=": ["=", 1], "<>": ["≠", 1],
  "<": ["<", 1], "<=": ["≤", 1], ">": [">", 1], ">=": ["≥", 1], and: ["and", 0.6], or: ["or", 0.4],
};
const SIGNS_IN_CHINESE = {and: "且", or: "或"}, UNFOLDED = 2, SEVERAL = 12;

// What a number of the book's numbering stands for.
function formulaNode(number) {
  const {inputs, formulas, parts, names} = PLAN.book, firstLine = inputs, firstPart = inputs + formulas.length;
  if (number < firstLine) return {kind: "input", place: number};
  if (number < firstPart) return {kind: "line", place: number - firstLine};
  const [place, ...what] = parts[number - firstPart], kind = names[place];
  if (takesLines(kind) || kind === "number") return {kind, operands: what};
  return {kind, operands: what.map((operand) => (operand < 0 ? number + operand : operand))};
}

const lineName = (line) => told(PLAN.lines[line][1]);
const inputName = (place) => (PLAN.inputs[place].name === undefined ? PLAN.inputs[place].key : told(PLAN.inputs[place].name));

// A formula as text. `around` is the strength of the signs around it.
function formulaText(number, around) {
  const node = formulaNode(number), sign = FORMULA_SIGNS[node.kind];
  if (node.kind === "input") return inputName(node.place);
  if (node.kind === "line") return lineName(node.place);
  if (node.kind === "number") return formulaNumber(node.operands[0]);
  if (sign) return signedText(node, sign, around);
  const operands = node.operands.map((operand) => (takesLines(node.kind) ? lineName(operand) : formulaText(operand, node.kind === "neg" ? 5 : 0)));
  const text = told(PLAN.operations[node.kind] === undefined ? [`${node.kind}({0})`] : PLAN.operations[node.kind]).replace(/\{(\d)\}/g, (_, place) => operands[Number(place)]);
  return around > 0 && ["if", "flag", "neg"].includes(node.kind) ? `(${text})` : text;
}

const REDUCED = ["total", "final", "lowest", "highest", "average", "discounted", "irr"];
// Whether what stands behind a name are numbers of lines.
const takesLines = (kind) => REDUCED.includes(kind) || kind === "previous" || kind === "grouped";

function formulaNumber(value) {
  return value === null || value === undefined ? "n/a" : String(value);
}

function signedText({kind, operands}, [sign, strength], around) {
  const [first, second] = operands, chosen = formulaNode(first);
  if (kind === "=" && chosen.kind === "input" && PLAN.inputs[chosen.place].choices) {
    const choice = choicesOf(PLAN.inputs[chosen.place])[formulaNode(second).operands[0]];
    return `${inputName(chosen.place)} = ${choice[NOW.at]}`;
  }
  const shown = NOW.language === "zh" && SIGNS_IN_CHINESE[kind] || sign;
  const text = `${formulaText(first, strength)} ${shown} ${formulaText(second, strength + 0.5)}`;
  return strength < around ? `(${text})` : text;
}

// What is in a formula, each once: inputs, and lines in the same period, the one before, or as a whole.
function ingredientsOf(number, period, into) {
  const node = formulaNode(number), found = into || new Map();
  const put = (kind, place, at) => found.set(`${kind} ${place} ${at}`, {kind, place, period: at});
  if (node.kind === "input") put("input", node.place, 0);
  else if (node.kind === "line") put("line", node.place, isSeries(node.place) ? period : 0);
  else if (node.kind === "previous") previousIngredients(node.operands[0], period, put, found);
  else if (node.kind === "grouped") membersOfGroup(node.operands, period).forEach((at) => put("line", node.operands[0], at));
  else if (REDUCED.includes(node.kind)) node.operands.forEach((line) => put("line", line, 0));
  else if (node.kind !== "number") node.operands.forEach((operand) => ingredientsOf(operand, period, found));
  return found;
}

function previousIngredients(line, period, put, found) {
  if (period !== 1) put("line", line, Math.max(period - 1, 0));
  else {
    const opening = PLAN.book.openings.find(([of]) => of === line);
    if (opening) ingredientsOf(opening[1], 0, found);
  }
}

function membersOfGroup([line, by], group) {
  const groups = NOW.values[by], members = [];
  for (let period = 1; period < groups.length; period += 1) if (groups[period] === group) members.push(period);
  return group && members.length ? members : [0];
}

const isSeries = (line) => typeof NOW.values[line] !== "number";

// The numbers of a line: one, that of a period, or those of all periods.
function lineText(line, period) {
  const value = NOW.values[line], unit = PLAN.lines[line][0];
  const number = (one) => cellText(one, PLAN.units[unit][0]);
  const name = PLAN.units[unit][1] < 0 ? "" : told(PLAN.units[unit][1]);
  const text = !isSeries(line) ? number(value) : period ? number(value[period])
    : Array.from(value).slice(1, SEVERAL + 1).map(number).join(", ") + (value.length > SEVERAL + 1 ? ", …" : "");
  return name ? `${text} ${name}` : text;
}

const isByYear = (line) => PLAN.byYear.has(line);

function whenText(line, period) {
  const days = numberOf(isByYear(line) ? "annual.date" : "timeline.date");
  return period && days[period] ? dayText(days[period]).slice(0, 7) : "";
}

// ---- the window ----

function explainCell(node) {
  const cell = CELLS.sections.flatMap(({cells}) => cells).find((one) => one.node === node);
  const one = cell && !PLAN.forms[cell.form].was && explainedOf(cell);
  if (one) openExplanation(one, node);
}

// What a cell shows: a line or an input; nothing where no formula stands behind it, as in the plan under stress.
function explainedOf({line, period}) {
  const place = line - PLAN.lines.length;
  if (place < 0) return {kind: "line", place: line, period};
  return place < PLAN.inputs.length ? {kind: "input", place, period: 0} : null;
}

function openExplanation(one, from) {
  const dialog = document.getElementById("explanation"), body = dialog.querySelector("div");
  const list = element("ul", {class: "tree"});
  list.append(branchOf(one, 0));
  body.replaceChildren(element("h2", {id: "explanation-title"}, said("explanation")), list);
  dialog.from = from;
  if (!dialog.open) dialog.showModal ? dialog.showModal() : dialog.setAttribute("open", "");
}

// One number of the tree. What it comes from is made when it is asked for, the first levels at once.
function branchOf(one, depth) {
  const item = element("li"), isInput = one.kind === "input";
  const head = isInput ? inputHead(one.place) : lineHead(one.place, one.period);
  item.append(head);
  if (isInput) item.append(inputOrigin(one.place));
  else item.append(...lineOrigin(one, depth));
  return item;
}

function inputHead(place) {
  const input = PLAN.inputs[place];
  return element("p", {class: "head"}, element("b", {}, inputName(place)), " ", element("span", {class: "number"}, inputTextWithUnit(input, NOW.inputs[place])));
}

function lineHead(line, period) {
  const when = whenText(line, period);
  return element("p", {class: "head"}, element("b", {}, when ? `${lineName(line)}, ${when}` : lineName(line)), " ", element("span", {class: "number"}, lineText(line, period)));
}

function inputOrigin(place) {
  const input = PLAN.inputs[place];
  if (input.name === undefined) return element("p", {class: "origin"}, said("input"));
  if (isChanged(place)) return element("p", {class: "origin moved"}, said("what_if_input", inputTextWithUnit(input, PLAN.delivered[place])));
  return element("p", {class: "origin"}, sourceOf(place));
}

// What the table of inputs says of the source, in the language of the reader.
function sourceOf(place) {
  const row = document.querySelector(`[data-i="${place}"]`), cell = row && row.cells[SOURCE_OF_INPUT];
  const half = cell && cell.querySelector(`[lang="${NOW.language}"]`);
  return half ? half.textContent : cell ? cell.textContent : said("input");
}

function lineOrigin({place, period}, depth) {
  const formula = PLAN.book.formulas[place], parts = [...ingredientsOf(formula, period).values()];
  const words = element("p", {class: "formula"}, `= ${formulaText(formula, 0)}`);
  if (!parts.length) return [words];
  const inner = element("details", {}, element("summary", {}, said("more"))), fill = () => {
    if (inner.childElementCount > 1) return;
    const list = element("ul", {});
    list.append(...parts.map((part) => branchOf(part, depth + 1)));
    inner.append(list);
  };
  inner.addEventListener("toggle", () => inner.open && fill());
  if (depth < UNFOLDED) {
    fill();
    inner.open = depth < 1;
  }
  return [words, inner];
}

function startExplanation() {
  const dialog = document.getElementById("explanation");
  const close = () => (dialog.close ? dialog.close() : dialog.removeAttribute("open"));
  dialog.querySelector("button").addEventListener("click", close);
  dialog.addEventListener("close", () => dialog.from && dialog.from.focus());
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  document.addEventListener("keydown", (event) => event.key === "Escape" && dialog.open && !dialog.showModal && close());
  document.addEventListener("click", ({target}) => {
    const node = target.closest("main .figure-of, main [data-v], main td");
    if (node && !target.closest("input, select, button, a, summary")) explainCell(node);
  });
}
