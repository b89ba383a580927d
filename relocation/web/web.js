// What makes the forms pleasant: a chosen file is sent at once, a large one is not, work in hand is seen, the report follows.
"use strict";

const busy = (form, isBusy) => {
  form.classList.toggle("busy", isBusy);
  for (const button of form.querySelectorAll("button")) button.disabled = isBusy || button.hasAttribute("title");
  const note = form.querySelector(".working"), text = document.getElementById("working");
  if (note && text) note.replaceChildren(...(isBusy ? [text.content.cloneNode(true)] : []));
};

const tooLarge = (input) => [...input.files].some((file) => file.size > Number(input.dataset.most || Infinity));

function chosen(input) {
  const note = document.querySelector(".too-large");
  if (note) note.hidden = !tooLarge(input);
  if (tooLarge(input)) input.value = "";
  else if (input.closest(".drop") && input.files.length) input.form.requestSubmit();
}

function speak() {
  const first = document.documentElement.lang.startsWith("zh") ? ["zh", "en"] : ["en", "zh"];
  const lang = first[document.getElementById("other").checked ? 1 : 0];
  for (const field of document.querySelectorAll("input[name=lang]")) field.value = lang;
  for (const node of document.querySelectorAll("[data-en]")) {
    if (node.tagName === "INPUT") node.placeholder = node.dataset[lang];
    else node.textContent = node.dataset[lang];
  }
}

for (const input of document.querySelectorAll("input[type=file]")) input.addEventListener("change", () => chosen(input));
for (const drop of document.querySelectorAll(".drop")) {
  const over = (isOver) => (event) => { event.preventDefault(); drop.classList.toggle("over", isOver); };
  drop.addEventListener("dragover", over(true));
  drop.addEventListener("dragleave", over(false));
  drop.addEventListener("drop", (event) => {
    over(false)(event);
    const input = drop.querySelector("input");
    input.files = event.dataTransfer.files;
    chosen(input);
  });
}
for (const form of document.querySelectorAll("form:not([target])")) {
  const answersWithPage = form.querySelector(".working");
  form.addEventListener("submit", () => answersWithPage && setTimeout(() => busy(form, true)));
}
document.getElementById("other").addEventListener("change", speak);
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => busy(form, false)));
const show = document.getElementById("show");
if (show) {
  show.hidden = true;
  show.submit();
}
