// What was changed, and all that is said of it: the list, the marks beside inputs and figures, the link, the scenario.
"use strict";

const LATER = {link: 0};

function showChanges() {
  const places = changedInputs(), bar = document.getElementById("what-if"), isWhatIf = places.length > 0;
  document.documentElement.classList.toggle("what-if", isWhatIf);
  bar.hidden = !isWhatIf;
  if (isWhatIf) {
    document.getElementById("changed").textContent = said("changed", String(places.length));
    document.getElementById("changes").replaceChildren(...places.map(changeItem));
  }
  document.title = isWhatIf ? `${said("what_if")} · ${told(PLAN.title)}` : told(PLAN.title);
  const changed = new Set(places);
  for (const node of document.querySelectorAll("[data-back]")) node.hidden = !changed.has(Number(node.dataset.back));
  for (const row of document.querySelectorAll("[data-i]")) showInput(row, Number(row.dataset.i), changed);
}

function changeItem(place) {
  const input = PLAN.inputs[place], text = said("change", told(input.name), inputTextWithUnit(input, NOW.inputs[place]), inputTextWithUnit(input, PLAN.delivered[place]));
  return element("li", {}, text, " ", smallBack(place));
}

function smallBack(place) {
  const back = backButton(place), text = said("back", inputTextWithUnit(PLAN.inputs[place], PLAN.delivered[place]));
  back.setAttribute("aria-label", `${told(PLAN.inputs[place].name)}: ${text}`);
  return back;
}

// In the row of an input that was changed stands its number of now, and what it was; else what was delivered.
function showInput(row, place, changed) {
  const isMoved = changed.has(place), input = PLAN.inputs[place];
  row.classList.toggle("moved", isMoved);
  showInstead(row.cells[VALUE_OF_INPUT].querySelector(".stated"), isMoved ? inputText(input, NOW.inputs[place]) : "");
  showInstead(row.cells[PROVENANCE_OF_INPUT], isMoved ? said("what_if_input", inputTextWithUnit(input, PLAN.delivered[place])) : "");
}

// A text in place of what was delivered, which comes back where there is none.
function showInstead(node, text) {
  let instead = node.querySelector(".instead");
  if (!text && !instead) return;
  if (!instead) {
    const delivered = element("span", {class: "delivered"});
    delivered.append(...node.childNodes);
    instead = element("span", {class: "instead"});
    node.append(delivered, instead);
  }
  node.querySelector(".delivered").hidden = Boolean(text);
  instead.textContent = text;
  instead.hidden = !text;
}

function keepLink() {
  clearTimeout(LATER.link);
  LATER.link = setTimeout(() => {
    try {
      history.replaceState(null, "", linkText());
    } catch (error) {
      location.replace(linkText());
    }
  }, 250);
}

// Into the clipboard where the browser allows it; else what is to be copied is selected.
function copyText(text, field) {
  const done = () => sayBriefly(said("copied"));
  if (navigator.clipboard && navigator.clipboard.writeText) navigator.clipboard.writeText(text).then(done, () => selectText(field));
  else selectText(field);
}

function selectText(field) {
  if (!field) return;
  field.focus();
  field.select();
}

function sayBriefly(text) {
  const note = document.getElementById("note");
  note.textContent = text;
  clearTimeout(LATER.note);
  LATER.note = setTimeout(() => (note.textContent = ""), 4000);
}

function openScenario(from) {
  const dialog = document.getElementById("scenario"), body = dialog.querySelector("div");
  const csv = textField(scenarioLines()), toml = textField(tomlLines());
  body.replaceChildren(
    element("h2", {}, said("scenario_title")), element("p", {}, said("scenario_csv")), csv,
    element("p", {}, said("scenario_toml")), toml);
  csv.setAttribute("aria-label", "CSV");
  toml.setAttribute("aria-label", "TOML");
  dialog.from = from;
  dialog.showModal ? dialog.showModal() : dialog.setAttribute("open", "");
  copyText(csv.value, csv);
}

function textField(text) {
  const field = element("textarea", {readonly: "", rows: Math.min(text.split("\n").length, 12), spellcheck: "false", wrap: "off"});
  field.value = text;
  return field;
}
