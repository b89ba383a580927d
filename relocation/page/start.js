// Starts the page: reads the plan, works it out, and lets it be changed. From then on the page is live.
"use strict";

// Some inputs get other values: [[place, value], ...]. `from` is the control in which that was typed.
function change(values, from) {
  const inputs = NOW.inputs.slice();
  for (const [place, value] of values) inputs[place] = value;
  NOW.inputs = inputs;
  showFields(values.map(([place]) => place), from);
  workOut();
  keepLink();
  workOutLater();
}

// The numbers of now, unless there are none: then those before stay, and are greyed.
function workOut() {
  const inputs = withStated(NOW.inputs), problems = problemsNow(inputs), values = problems.length ? null : numbersOf(inputs);
  if (values) NOW.values = values;
  showProblem(problems.length ? said("broken") : values ? "" : said("too_large"), problems);
  return show(false);
}

// Why there are no numbers; of rules that are broken which, by their names.
function showProblem(message, problems) {
  const notice = document.getElementById("problem"), rules = problems.map((problem) => element("li", {}, ruleText(problem)));
  notice.hidden = !message;
  notice.replaceChildren(message, ...(rules.length ? [element("ul", {}, ...rules)] : []));
  document.documentElement.classList.toggle("stale", Boolean(message));
}

// A problem in one line, with the name of its place.
function ruleText({name, found, expected, remedy}) {
  const {data} = PLAN.refusals;
  return filledText(data.line, {where: name, said: found, expected, remedy}, data.forms, NOW.language);
}

// Writes what is another than before; gives how many figures that were.
function show(anew) {
  const exchanged = writeCells(anew);
  showKeyFigures();
  const said = showVerdict();
  showChanges();
  drawPictures();
  return exchanged + said;
}

function showKeyFigures() {
  for (const node of document.querySelectorAll("[data-moved-by]")) {
    const line = Number(node.dataset.movedBy), gap = NOW.values[line] - PLAN.values[line], form = PLAN.forms[Number(node.dataset.form)];
    const text = Math.abs(gap) >= 0.005 ? amountText(gap, form.each ? form.each[PLAN.each[NOW.at]] : form, NOW.language, {signed: true}) : "";
    const isNothing = text === "" || text.startsWith("-") && !/[1-9]/.test(text);
    node.textContent = isNothing ? "" : text;
    toneCell(node, isNothing ? "" : gap * Number(node.dataset.better) > 0 ? "good" : "bad");
  }
}

function speak(language) {
  const root = document.documentElement;
  NOW.language = language;
  NOW.at = language === "zh" ? 1 : 0;
  root.lang = language === "zh" ? "zh-CN" : "en";
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = said(node.dataset.say);
  nameFields();
  FIELDS.forEach((_, place) => showFields([place], null));
  show(true);
  showLater();
}

function readHash() {
  const asked = readLink(location.hash);
  if (asked.language && asked.language !== NOW.language) speak(asked.language);
  if (location.hash === `#${asked.language}`) return keepLink();
  if (asked.message) sayBriefly(said(asked.message));
  const values = PLAN.inputs.map((input, place) => [place, asked.changes.has(place) ? asked.changes.get(place) : PLAN.delivered[place]]);
  const others = values.filter(([place, value]) => PLAN.inputs[place].name !== undefined && !Object.is(value, NOW.inputs[place]));
  if (others.length) change(others, null);
}

// Within another page no link leads to this one; and the page of `relocation web` changes the language of both.
function standWithin() {
  const isWithin = window.parent !== window;
  document.getElementById("link").hidden = isWithin;
  document.getElementById("language").hidden = isWithin && window.name === "relocation-report";
}

function listen() {
  const on = (id, action) => document.getElementById(id).addEventListener("click", action);
  on("language", () => {
    speak(NOW.language === "zh" ? "en" : "zh");
    keepLink();
  });
  on("print", () => window.print());
  on("reset", () => change(changedInputs().map((place) => [place, PLAN.delivered[place]]), null));
  on("link", () => copyText(location.href.split("#")[0] + linkText(), null));
  on("copy", ({currentTarget}) => openScenario(currentTarget));
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.querySelector(".close").addEventListener("click", () => (dialog.close ? dialog.close() : dialog.removeAttribute("open")));
    dialog.addEventListener("close", () => dialog.from && dialog.from.focus());
  }
  for (const section of CELLS.sections) section.node.addEventListener("toggle", () => section.node.open && section.isOld && writeSection(section, section.anew));
  window.addEventListener("hashchange", readHash);
  window.addEventListener("resize", drawPictures);
  window.addEventListener("beforeprint", () => printing(true));
  window.addEventListener("afterprint", () => printing(false));
}

function printing(isPrinting) {
  if (isPrinting) finishLater();
  PICTURES.printing = isPrinting;
  drawPictures();
}

function makeFiguresReachable() {
  document.querySelectorAll(".scroll").forEach(makeTableReachable);
  for (const {cells} of CELLS.sections) cells.forEach(({node}, place) => (node.tabIndex = place === 0 ? 0 : -1));
  document.addEventListener("keydown", (event) => {
    const node = event.target.closest && event.target.closest("[data-v], td[tabindex], th[tabindex]");
    if (!node || event.target !== node) return;
    if (event.key === "Enter") explainCell(node);
    else moveAmongFigures(event, node);
  });
}

// A wide table is scrolled by keys: by its figures, or by itself where nothing in it takes the keyboard.
function makeTableReachable(node) {
  if (!node.querySelector("[tabindex='0'], [data-v], input, select, button, a")) node.tabIndex = 0;
}

const STEPS_OF_KEYS = {ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0]};

function moveAmongFigures(event, node) {
  const step = STEPS_OF_KEYS[event.key];
  if (!step || !node.parentNode.cells) return;
  let row = node.parentNode, cell = node;
  do {
    if (step[0]) row = step[0] > 0 ? row.nextElementSibling : row.previousElementSibling;
    cell = row && row.cells[cell.cellIndex + step[1]];
  } while (cell && cell.tabIndex < 0 && !cell.hasAttribute("tabindex"));
  if (!cell) return;
  event.preventDefault();
  node.tabIndex = -1;
  cell.tabIndex = 0;
  cell.focus();
}

// What a what-if does not work out anew says so: figures and sentences of which the script knows no line.
function markDelivered() {
  const isAnew = new Set(CELLS.sections.flatMap(({cells}) => cells.map(({node}) => node)));
  for (const cell of document.querySelectorAll(".chapter td")) {
    const isLater = cell.closest("[data-key], [data-i]");
    if (!isAnew.has(cell) && !isLater && /\d/.test(cell.textContent)) cell.classList.add("as-delivered");
  }
  for (const node of document.querySelectorAll("#loans .notes p:first-child, #confirm p, #checks .answer, #basis .answer")) node.classList.add("as-delivered");
}

function start() {
  readPlan(document.getElementById("plan").textContent);
  NOW.language = PLAN.lang;
  NOW.at = PLAN.lang === "zh" ? 1 : 0;
  PLAN.each = PLAN.lang === "zh" ? [1, 0] : [0, 1];
  PLAN.byYear = new Set(PLAN.yearly);
  const main = document.querySelector("main");
  findCells(main);
  findPictures(main);
  buildSliders();
  buildFields();
  startExplanation();
  makeFiguresReachable();
  markDelivered();
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = said(node.dataset.say);
  nameFields();
  FIELDS.forEach((_, place) => showFields([place], null));
  document.documentElement.classList.add("live");
  NOW.exchanged = workOut();
  document.documentElement.dataset.exchanged = NOW.exchanged;
  const agreed = document.getElementById("agreed");
  agreed.textContent = NOW.exchanged ? said("exchanged", String(NOW.exchanged)) : said("agreed");
  standWithin();
  listen();
  readHash();
}

start();
