// The cells of the page: each knows its line, its period and its form, and is written only when its text is another one.
"use strict";

const CELLS = {sections: [], hidden: []};

// All live cells under a node, by the part of the page that is opened and closed as one.
function findCells(root) {
  const bySection = new Map();
  for (const node of root.querySelectorAll("[data-v]")) {
    const section = node.closest("details") || root;
    if (!bySection.has(section)) bySection.set(section, []);
    bySection.get(section).push(...cellsOf(node));
  }
  CELLS.sections = [...bySection].map(([node, cells]) => ({node, cells, isOld: false}));
  CELLS.hidden = [...root.querySelectorAll("tr[hidden]")];
  CELLS.parts = [...root.querySelectorAll("div[data-by]")];
  CELLS.columns = [...root.querySelectorAll("thead th[hidden]")];
}

function cellsOf(node) {
  const [line, form, when, count] = node.dataset.v.split(","), cells = [], fold = when && FOLDS[when[0]];
  const [first, last] = fold && when.length > 1 ? when.slice(1).split("-").map(Number) : [1, Infinity];
  const period = fold ? 0 : Number(when || 0);
  for (let place = 0, here = node; place < Number(count || 1) && here; place += 1, here = here.nextElementSibling) {
    const cell = {node: here, line: Number(line), form: Number(form), period: period && period + place, value: undefined, written: textOfCell(here)};
    if (fold) Object.assign(cell, {fold, first, last});
    cells.push(cell);
  }
  return cells;
}

const FOLDS = {"+": sumOfRow, v: lowestOfRow};

// The sum of what is available from a period to another one, rounded once.
function sumOfRow(row, first, last) {
  let sum = 0, lost = 0;
  for (let period = first; period < row.length && period <= last; period += 1) {
    const term = row[period];
    if (term !== term) continue;
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return sum + lost;
}

function lowestOfRow(row, first, last) {
  let lowest = NaN;
  for (let period = first; period < row.length && period <= last; period += 1) {
    if (row[period] === row[period] && !(row[period] >= lowest)) lowest = row[period];
  }
  return lowest;
}

const textOfCell = (node) => {
  const first = node.firstChild;
  return first && first.nodeType === 3 ? first.data : node.textContent;
};

function valueOfCell(cell, values) {
  const input = cell.line - PLAN.lines.length, value = input < 0 ? values[cell.line]
    : input < PLAN.inputs.length ? NOW.inputs[input] : NOW.beside[input - PLAN.inputs.length];
  const own = typeof value === "number" || value === undefined ? value : cell.fold ? cell.fold(value, cell.first, cell.last) : value[cell.period];
  const {over} = PLAN.forms[cell.form];
  return over === undefined ? own : shareOf(own, sumOfRow(values[over], 1, Infinity));
}

// Nothing to show where there is no whole.
const shareOf = (part, whole) => (whole ? part / whole : null);

// What a cell says: a number, one of several states, or what is said of its line as long as that is as delivered.
function textOfForm(form, value, cell) {
  if (form.states) return told(stateOf(form, value));
  if (form.was) return isAsDelivered(cell.line) ? told(form.was) : said("what_if");
  return amountText(value, form.each ? form.each[PLAN.each[NOW.at]] : form, NOW.language);
}

const stateOf = (form, value) => form.states[value !== value ? form.states.length - 1 : value];

function isAsDelivered(line) {
  const now = NOW.values[line], then = PLAN.values[line];
  if (typeof now === "number") return Object.is(now, then);
  for (let place = 1; place < now.length; place += 1) if (!Object.is(now[place], then[place])) return false;
  return true;
}

// Writes every cell in view; gives how many got another text. `anew` also where the value is the same, as in another language.
function writeCells(anew) {
  let exchanged = 0;
  for (const section of CELLS.sections) {
    if (section.node.tagName === "DETAILS" && !section.node.open) {
      section.isOld = section.isOld || anew || true;
      section.anew = section.anew || anew;
      continue;
    }
    exchanged += writeSection(section, anew || section.anew);
  }
  return exchanged;
}

function writeSection(section, anew) {
  let exchanged = 0;
  section.isOld = section.anew = false;
  for (const cell of section.cells) {
    const value = valueOfCell(cell, NOW.values), form = PLAN.forms[cell.form];
    if (!anew && !form.was && Object.is(value, cell.value)) continue;
    cell.value = value;
    exchanged += writeCell(cell, form, textOfForm(form, value, cell));
  }
  showWhatIsNotEmpty(section);
  return exchanged;
}

function writeCell(cell, form, text) {
  if (form.states) toneCell(cell.node, stateOf(form, cell.value)[2]);
  if (form.was) cell.node.classList.toggle("moved", !isAsDelivered(cell.line));
  if (text === cell.written) return 0;
  const first = cell.node.firstChild;
  if (first && first.nodeType === 3) first.data = text;
  else if (!first || first.nodeType !== 1 || first.tagName !== "SPAN") cell.node.insertBefore(document.createTextNode(text), first);
  else cell.node.replaceChildren(text);
  cell.written = text;
  return 1;
}

function toneCell(node, tone) {
  node.classList.remove("good", "bad", "warn", "quiet");
  if (tone) node.classList.add(tone);
}

// Rows and columns that were delivered empty are seen once something stands in them; of periods all up to the last such row.
function showWhatIsNotEmpty(section) {
  for (const row of CELLS.hidden.filter((one) => section.node.contains(one) && one.dataset.by)) row.hidden = !isFilledBy(row);
  for (const head of CELLS.columns.filter((one) => section.node.contains(one))) showColumn(head);
  for (const part of CELLS.parts) part.hidden = !isFilledBy(part);
  showPeriods(section);
}

const isFilledBy = (node) => node.dataset.by.split(",").some((line) => (line[0] === "?" ? !Number.isNaN(NOW.values[line.slice(1)]) : isFilled(NOW.values[line])));
const isFilled = (value) => (typeof value === "number" ? Math.abs(value) >= 0.005 : Array.from(value).some(isFilled));

function showColumn(head) {
  const isHidden = !isFilledBy(head);
  if (head.hidden === isHidden) return;
  head.hidden = isHidden;
  for (const row of head.closest("table").tBodies[0].rows) row.cells[head.cellIndex].hidden = isHidden;
}

function showPeriods(section) {
  const rows = CELLS.hidden.filter((row) => section.node.contains(row) && !row.dataset.by), filled = new Set();
  if (!rows.length) return;
  const known = new Set(rows);
  for (const cell of section.cells) {
    if (known.has(cell.node.parentNode) && !PLAN.forms[cell.form].date && isFilled(cell.value)) filled.add(cell.node.parentNode);
  }
  const below = new Set();
  for (const row of rows.reverse()) {
    if (filled.has(row)) below.add(row.parentNode);
    row.hidden = !below.has(row.parentNode);
  }
}
