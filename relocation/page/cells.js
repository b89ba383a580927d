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
  CELLS.columns = [...root.querySelectorAll("thead th[hidden]")];
}

function cellsOf(node) {
  const [line, form, period, count] = node.dataset.v.split(" ").map(Number);
  const cells = [];
  for (let place = 0, here = node; place < (count || 1) && here; place += 1, here = here.nextElementSibling) {
    cells.push({node: here, line, form, period: period ? period + place : 0, value: undefined, written: textOfCell(here)});
  }
  return cells;
}

const textOfCell = (node) => {
  const first = node.firstChild;
  return first && first.nodeType === 3 ? first.data : node.textContent;
};

function valueOfCell(cell, values) {
  const value = values[cell.line];
  return typeof value === "number" || value === undefined ? value : value[cell.period];
}

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
  if (!CELLS.hidden.length && !CELLS.columns.length) return;
  const byRow = new Map(), byColumn = new Map();
  const isNothing = (cell) => Number.isNaN(cell.value) || Math.abs(cell.value) < 0.005;
  for (const cell of section.cells) {
    const row = cell.node.parentNode;
    if (PLAN.forms[cell.form].date) continue;
    if (CELLS.hidden.includes(row)) byRow.set(row, byRow.get(row) || !isNothing(cell));
  }
  let isBelow = new Map();
  for (const row of [...byRow.keys()].reverse()) {
    const body = row.parentNode, isOfPeriods = row.cells[0].dataset.v !== undefined;
    const isFilled = byRow.get(row) || (isOfPeriods && isBelow.get(body));
    if (isOfPeriods) isBelow.set(body, isFilled);
    row.hidden = !isFilled;
  }
  for (const head of CELLS.columns) showColumn(head, section, isNothing);
}

function showColumn(head, section, isNothing) {
  const table = head.closest("table"), place = head.cellIndex;
  if (!section.node.contains(table)) return;
  const cells = section.cells.filter(({node}) => node.cellIndex === place && node.closest("table") === table);
  const isEmpty = cells.every(isNothing);
  if (head.hidden === isEmpty) return;
  head.hidden = isEmpty;
  for (const {node} of cells) node.hidden = isEmpty;
}
