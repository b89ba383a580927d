// What the page says in sentences of the numbers of now: each stands in both languages, of which the style shows one.
"use strict";

// The verdict, what must not be overlooked, and every sentence with figures in it.
function showVerdict() {
  const facts = {of: valueByKey, inputs: NOW.inputs, delivered: PLAN.delivered}, verdict = verdictOf(PLAN.scripts.verdict, facts);
  document.documentElement.dataset.verdict = verdict.viable === null ? "unfinished" : verdict.viable ? "viable" : "failing";
  return sayBoth(document.getElementById("verdict"), verdict.summary) + showConditions(verdict) + fillSentences();
}

const valueByKey = (key) => (PLAN.lineOf.has(key) ? numberOf(key) : NOW.inputs[PLAN.places.get(key)]);

// Behind the first sentences of the result: rules that warn and do not hold, then the flags that are up.
function showConditions({warned, flags}) {
  const host = document.getElementById("conditions");
  if (numberOf("verdict.money") === 0) return 0;
  const list = warned.length ? [bothFilled(PLAN.scripts.texts.warned, {rules: joinedTexts(warned, SEMICOLONS)}, {})] : [];
  list.push(...flags.map(({text}) => text.map((half) => `! ${half}`)));
  const shown = [...host.children].filter((node) => node.dataset.s === undefined);
  let exchanged = 0;
  list.forEach((text, place) => {
    const node = shown[place] || host.appendChild(element("p", {class: "answer warn"}));
    exchanged += sayBoth(node, text);
  });
  shown.slice(list.length).forEach((node) => node.remove());
  return exchanged + Math.max(shown.length - list.length, 0);
}

// A text in both languages, of which the style shows one.
function sayBoth(node, text) {
  if (node.textContent === (text[0] === text[1] ? text[0] : PLAN.lang === "zh" ? text[1] + text[0] : text[0] + text[1])) return 0;
  const spans = [element("i", {lang: "en"}, text[0]), element("i", {lang: "zh"}, text[1])];
  node.replaceChildren(...(text[0] === text[1] ? [text[0]] : PLAN.lang === "zh" ? spans.reverse() : spans));
  return 1;
}

function fillSentences() {
  let exchanged = 0;
  for (const node of document.querySelectorAll("[data-s]")) {
    const {text, holes} = PLAN.sentences[Number(node.dataset.s)], figures = {};
    for (const name of Object.keys(holes)) figures[name] = figureOfHole(holes[name]);
    exchanged += sayBoth(node, ["en", "zh"].map((lang) => filledText(text, figures, {}, lang)));
  }
  return exchanged;
}

// Money as a sentence says it, in both languages.
const moneyInWords = (value) => bothFilled(["{value:money}", "{value:money}"], {value}, PLAN.scripts.forms);

// A number with its unit in both languages; of a period when it begins.
function figureOfHole([line, form]) {
  if (form === undefined) return periodWords(numberOf("timeline.date")[NOW.values[line]], numberOf("timeline.months"));
  const {each} = PLAN.forms[form], texts = each.map((one) => numberText(NOW.values[line], one));
  return PLAN.lang === "zh" ? texts.reverse() : texts;
}
