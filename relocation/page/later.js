// What takes longer than a change: how far from failing, the plan under stress, what moves the result most. It is worked out in
// small steps while nobody waits, and what it replaces is greyed until then.
"use strict";

const LATER_WORK = {tasks: null, timer: 0, known: {}};
const SLICE = 12, PAUSE = 350, ROWS_OF_TORNADO = 8;  // milliseconds of a step, and before the first one

// Begins anew after every change; nothing of it is left undone when nothing is changed any more.
function workOutLater() {
  clearTimeout(LATER_WORK.timer);
  LATER_WORK.tasks = null;
  document.documentElement.classList.add("waiting");
  LATER_WORK.timer = setTimeout(() => {
    LATER_WORK.tasks = document.documentElement.classList.contains("stale") ? null : laterTasks();
    goOn();
  }, PAUSE);
}

function goOn() {
  const begun = performance.now();
  while (LATER_WORK.tasks) {
    if (LATER_WORK.tasks.next().done) {
      LATER_WORK.tasks = null;
      document.documentElement.classList.remove("waiting");
      return;
    }
    if (performance.now() - begun > SLICE) break;
  }
  if (LATER_WORK.tasks) LATER_WORK.timer = setTimeout(goOn, 0);
}

// All of it at once, for whoever cannot wait, such as a printer.
function finishLater() {
  clearTimeout(LATER_WORK.timer);
  if (!document.documentElement.classList.contains("waiting") || document.documentElement.classList.contains("stale")) return;
  const tasks = LATER_WORK.tasks || laterTasks();
  while (!tasks.next().done);
  LATER_WORK.tasks = null;
  document.documentElement.classList.remove("waiting");
}

function* laterTasks() {
  const {known} = LATER_WORK, {margins, stress, tornado, by} = PLAN.scripts, plan = triedPlan();
  if (plan.facts === null) return;
  known.margins = numberOf("verdict.viable") === numberOf("verdict.viable") ? marginsText(margins, yield* marginsOf(margins, plan)) : ["", ""];
  showLater();
  known.stress = yield* stressedCases(stress, plan);
  showLater();
  known.tornado = {};
  for (const metric of Object.keys(tornado)) known.tornado[metric] = yield* tornadoRows(tornado[metric], plan, by);
  showLater();
}

function showLater() {
  const {margins, stress, tornado} = LATER_WORK.known;
  if (margins) sayBoth(document.getElementById("margins"), margins);
  if (stress) showStress(stress);
  if (tornado) for (const metric of Object.keys(tornado)) showTornado(metric, tornado[metric]);
}

// ---- the plan under stress ----

function showStress(cases) {
  const figures = new Map(cases.map((one) => [one.key, stressFigures(one)]));
  NOW.beside = PLAN.beside.map((key) => {
    const [, stressed, figure] = key.split("."), told = figures.get(stressed);
    if (!told) return NaN;
    const value = told[figure];
    return value === null || value === undefined ? (figure === "viable" ? 2 : NaN) : Number(value);
  });
  writeCells(false);
  sayStress(cases, figures);
  const picture = PICTURES.list.find(({figure}) => figure.key === "stress");
  if (picture) {
    const isJudged = ({key}) => typeof (figures.get(key) || {}).viable === "boolean";
    picture.later = {
      series: picture.figure.series.map((one) => Object.assign({}, one, {values: cases.map(({key}) => knownFigure(figures.get(key), one.live))})),
      unjudged: [...cases.keys()].filter((place) => !isJudged(cases[place])),
    };
    drawPictures();
  }
}

const STRESS_OF_LINE = {"cash.minimum": "lowestCash", "fund_balance.balance": "balance", coverage_multiple: "coverage"};

function knownFigure(told, line) {
  const value = told && told[STRESS_OF_LINE[line]];
  return value === undefined || value === null || !Number.isFinite(value) ? null : value;
}

// The sentence above the table, and the notes below it.
function sayStress(cases, figures) {
  const {texts, forms} = PLAN.scripts, section = document.getElementById("stress");
  if (!section) return;
  const known = cases.filter(({key}) => figures.get(key));
  const worst = known.reduce((low, one) => (!low || figures.get(one.key).lowestCash < figures.get(low.key).lowestCash ? one : low), null);
  const answer = section.querySelector(".answer");
  if (worst && answer) {
    const {bridge} = figures.get(worst.key);
    sayBoth(answer, bridge < 0.005 ? texts.holds : bothFilled(texts.worst, {case: worst.label, money: moneyInWords(bridge)}, forms));
  }
  const notes = section.querySelector(".scroll + .notes");
  if (notes) notes.replaceChildren(...cases.flatMap(stressNotes).map((text) => noteOf(text)));
}

function stressNotes({label, longerBy, facts, problems}) {
  const {texts, forms} = PLAN.scripts, notes = [];
  if (longerBy) notes.push(bothFilled(texts.longer, {case: label, periods: longerBy}, forms));
  if (facts === null) {
    const reason = problems.length ? ["en", "zh"].map((lang) => problemText(PLAN.refusals.data, problems[0], lang)) : bothOf(PLAN.words.too_large);
    notes.push(bothFilled(texts.refused, {case: label, reason}, forms));
  }
  return notes;
}

function noteOf(text) {
  const node = element("p", {class: "note"});
  sayBoth(node, text);
  return node;
}

// ---- what moves the result most ----

function showTornado(metric, rows) {
  const known = rows.filter(({swing}) => swing !== null && swing >= 0.005).slice(0, ROWS_OF_TORNADO);
  const table = document.querySelector(`table[data-key="${metric}"]`);
  if (table) fillTornado(table.tBodies[0], known, metric);
  const picture = PICTURES.list.find(({figure}) => figure.key === "tornado" && figure.series[0].live === metric);
  if (!picture) return;
  const most = rows.filter(({swing}) => swing).slice(0, picture.figure.names.length);
  const values = (end) => most.map((row) => row[end]);
  picture.later = {names: most.map(({label}) => label), paths: most.map(({path}) => path),
    series: picture.figure.series.map((one) => Object.assign({}, one, {values: values(one.role)}))};
  drawPictures();
}

function fillTornado(body, rows, metric) {
  const ends = rows.flatMap(({low, high, base}) => [low, high, base]), least = Math.min(...ends), scale = 100 / (Math.max(...ends) - least || 1);
  const unit = PLAN.forms[body.parentNode.dataset.form], write = (value) => amountText(value, unit.each ? unit.each[PLAN.each[NOW.at]] : unit, NOW.language);
  [...body.rows].forEach((row, place) => {
    const told = rows[place];
    row.hidden = !told;
    if (!told) return;
    sayBoth(row.cells[0], told.label);
    [told.low, told.high, told.swing].forEach((value, column) => put(row.cells[column + 1], write(value)));
    [["low", told.low], ["high", told.high]].forEach(([, end], side) => {
      const rect = row.cells[4].querySelectorAll("rect")[side];
      if (!rect) return;
      rect.setAttribute("x", ((Math.min(end, told.base) - least) * scale).toFixed(2));
      rect.setAttribute("width", (Math.abs(end - told.base) * scale).toFixed(2));
    });
  });
}

function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
