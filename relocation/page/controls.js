// The controls: sliders with fields for what decides, a field for every other input. They are made here, so that without scripts none is shown.
"use strict";

const VALUE_OF_INPUT = 1, PROVENANCE_OF_INPUT = 3, SOURCE_OF_INPUT = 4;  // the places of the cells in the row of an input
const FIELDS = new Map();  // the controls of each input, by its place

// An element with attributes, and in it texts and other elements.
function element(tag, attributes, ...inside) {
  const node = document.createElement(tag);
  for (const name of Object.keys(attributes || {})) node.setAttribute(name, attributes[name]);
  node.append(...inside);
  return node;
}

function keepField(place, control) {
  if (!FIELDS.has(place)) FIELDS.set(place, []);
  FIELDS.get(place).push(control);
}

// A choice, a date or a number: whatever an input takes.
function fieldOf(place) {
  const input = PLAN.inputs[place], node = input.choices ? choiceField(input) : entryField(input);
  const message = element("span", {class: "message", id: `m${FIELDS.size}-${place}`, role: "alert"});
  keepField(place, {node, message, kind: "field"});
  node.disabled = Boolean(input.fixed);
  node.addEventListener(input.choices ? "change" : "input", () => enter(place, input.choices ? Number(node.value) : typedValue(node.value, input), node));
  node.addEventListener("blur", () => node.getAttribute("aria-invalid") !== "true" && showInField(place, node));
  return [node, message];
}

function choiceField(input) {
  const node = element("select");
  choicesOf(input).forEach((choice, number) => node.append(element("option", {value: number}, choice[NOW.at])));
  return node;
}

function entryField(input) {
  return element("input", input.kind === "date" ? {type: "date"} : {type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false"});
}

// A slider goes in even steps around the delivered value, to which it returns exactly.
function sliderOf({place, step, below, above}) {
  const node = element("input", {type: "range", min: -below, max: above, step: 1});
  keepField(place, {node, kind: "slider", step});
  node.addEventListener("input", () => enter(place, placeOnSlider(PLAN.delivered[place], step, Number(node.value)), node));
  return node;
}

const PLACE_DIGITS = 12;
const placeOnSlider = (value, step, steps) => (steps === 0 ? value : Number((value + steps * step).toPrecision(PLACE_DIGITS)));

// What was entered: if it cannot be, that is said and nothing else changes.
function enter(place, value, from) {
  const refusal = refusalOf(place, value);
  sayOfField(place, from, refusal);
  if (!refusal) change([[place, value]], from);
}

function sayOfField(place, from, refusal) {
  for (const {node, message} of FIELDS.get(place) || []) {
    if (!message || (from && node !== from && refusal)) continue;
    node.setAttribute("aria-invalid", refusal ? "true" : "false");
    node.setAttribute("aria-describedby", message.id);
    message.textContent = refusal;
  }
}

function showInField(place, node) {
  const input = PLAN.inputs[place], value = NOW.inputs[place];
  if (input.choices) node.value = String(value);
  else if (node.type === "range") {
    const {step} = FIELDS.get(place).find((control) => control.node === node);
    node.value = String(Math.round((value - PLAN.delivered[place]) / step));
    node.setAttribute("aria-valuetext", inputTextWithUnit(input, value));
  } else node.value = document.activeElement === node ? fieldText(input, value) : input.kind === "date" ? dayText(value) : inputText(input, value);
}

function showFields(places, from) {
  for (const place of places) {
    for (const {node} of FIELDS.get(place) || []) if (node !== from || node.type === "range") showInField(place, node);
    if (!from) sayOfField(place, null, "");
  }
}

// ---- the sliders of the first view ----

function buildSliders() {
  const host = document.getElementById("sliders");
  if (host) host.replaceChildren(...PLAN.sliders.map((slider) => {
    const {place} = slider, label = element("span", {class: "name"}), range = sliderOf(slider), [field, message] = fieldOf(place);
    const back = backButton(place);
    return element("div", {class: "slider", "data-name": place}, label, range, field, back, message);
  }));
}

function backButton(place) {
  const back = element("button", {type: "button", class: "back", "data-back": place}, "↺");
  back.addEventListener("click", () => change([[place, PLAN.delivered[place]]], null));
  return back;
}

// A field in the cell of every input; what stood there stays for paper.
function buildFields() {
  for (const row of document.querySelectorAll("[data-i]")) {
    const cell = row.cells[VALUE_OF_INPUT], place = Number(row.dataset.i), delivered = element("span", {class: "stated"});
    delivered.append(...cell.childNodes);
    const [field, message] = fieldOf(place);
    cell.append(delivered, element("span", {class: "live"}, field, backButton(place), message));
  }
}

// All that is said in the language of the reader: labels of fields, choices, buttons.
function nameFields() {
  FIELDS.forEach((controls, place) => {
    const input = PLAN.inputs[place], name = told(input.name), unit = input.unit === undefined ? "" : told(input.unit);
    for (const {node, kind} of controls) {
      node.setAttribute("aria-label", unit ? said("slider", name, unit) : name);
      if (kind === "field" && input.fixed) node.title = said("fixed");
      if (input.choices) choicesOf(input).forEach((choice, number) => (node.options[number].textContent = choice[NOW.at]));
    }
  });
  for (const node of document.querySelectorAll("#sliders [data-name]")) {
    const input = PLAN.inputs[Number(node.dataset.name)];
    node.querySelector(".name").replaceChildren(told(input.name), element("small", {}, input.unit === undefined ? "" : told(input.unit)));
  }
  for (const node of document.querySelectorAll("[data-back]")) {
    const place = Number(node.dataset.back), text = said("back", inputTextWithUnit(PLAN.inputs[place], PLAN.delivered[place]));
    node.setAttribute("aria-label", `${told(PLAN.inputs[place].name)}: ${text}`);
    node.title = text;
  }
}
