// What makes the forms pleasant: a chosen file is sent at once, a large one is not, work in hand is seen, the report follows.
"use strict";

const STORED_BY_THEN = 15000; // milliseconds in which a file that was asked for has begun to arrive, as a rule
const languageSwitch = document.getElementById("other"), dropZone = document.querySelector(".drop");
const showForm = document.getElementById("show"), reportFrame = document.querySelector("iframe"), comingNote = document.querySelector(".coming");

// What is said beside a form: "working" or "follows". No button is ever disabled: whoever stops the browser, or goes back, presses it again.
function sayBeside(form, kind, isSaid) {
  const place = form.querySelector(`.${kind}`), text = document.getElementById(kind);
  if (!place) return;
  place.replaceChildren(...(isSaid ? [text.content.cloneNode(true)] : []));
  if (kind === "working") form.classList.toggle("busy", isSaid);
}

function formSent(form) {
  sayBeside(form, "working", true);
  sayBeside(form, "follows", true);
  setTimeout(() => sayBeside(form, "follows", false), STORED_BY_THEN);
}

function warnOf(kind, isSo) {
  const warning = document.querySelector(`.warning.${kind}`);
  warning.hidden = !isSo;
  if (isSo) warning.scrollIntoView({ block: "nearest" });
  return isSo;
}

function fileChosen(input) {
  const files = [...input.files];
  const isSeveral = warnOf("several", files.length > 1), isTooLarge = warnOf("too-large", files.some((file) => file.size > Number(input.dataset.most)));
  if (isSeveral || isTooLarge) input.value = "";
  else if (input.closest(".drop") && files.length) input.form.requestSubmit();
}

const languageNow = () => {
  const first = document.documentElement.lang.startsWith("zh") ? ["zh", "en"] : ["en", "zh"];
  return first[languageSwitch.checked ? 1 : 0];
};

function speakHere() {
  const lang = languageNow();
  for (const field of document.querySelectorAll("input[name=lang]")) field.value = lang;
  for (const link of document.querySelectorAll(".first-page")) link.search = `?lang=${lang}`;
  for (const node of document.querySelectorAll("[data-en]")) {
    if (node.tagName === "INPUT") node.placeholder = node.dataset[lang];
    else node.textContent = node.dataset[lang];
  }
}

// A report that stands there changes its language itself and keeps what was moved in it; a comparison comes anew.
function speakBelow() {
  if (showForm.dataset.shown === "report" && comingNote.hidden) reportFrame.contentWindow.location.replace(`${showForm.action}#${languageNow()}`);
  else showBelow();
}

function showBelow() {
  comingNote.hidden = false;
  showForm.submit();
}

// A file that misses the zone would be opened by the browser instead of the page; an input for files takes its own.
function startDropping() {
  const over = (isOver) => (event) => {
    if (event.target.type === "file" && !event.target.closest(".drop")) return false;
    event.preventDefault();
    if (dropZone) dropZone.classList.toggle("over", isOver);
    return true;
  };
  addEventListener("dragover", over(true));
  addEventListener("dragleave", over(false));
  addEventListener("drop", (event) => {
    if (!over(false)(event) || !dropZone) return;
    const input = dropZone.querySelector("input");
    input.files = event.dataTransfer.files;
    fileChosen(input);
  });
}

for (const input of document.querySelectorAll("input[type=file]")) input.addEventListener("change", () => fileChosen(input));
for (const form of document.querySelectorAll("form:not([target])")) form.addEventListener("submit", () => formSent(form));
languageSwitch.addEventListener("change", speakHere);
addEventListener("pageshow", () => {
  document.querySelectorAll("form").forEach((form) => sayBeside(form, "working", false));
  speakHere();
});
startDropping();
if (showForm) {
  showForm.hidden = true;
  reportFrame.addEventListener("load", () => (comingNote.hidden = true));
  languageSwitch.addEventListener("change", speakBelow);
  showBelow();
}
