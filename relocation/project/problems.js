// Refuses changed inputs as Python does, by the data of script_data.py. A problem has {where, name, found, expected, remedy}, texts in
// English and Chinese except `where`; `found` is said as Python says it.
"use strict";

// What is wrong with a number typed into the input of this place in the book, or null.
function inputProblem(data, where, place, number) {
  const field = data.fields[data.fieldOf[place]];
  if (isTyped(field, number)) return null;
  const found = data.found.stated.map(text => text.replace("{found}", () => Number.isNaN(number) ? "" : String(number)));
  const remedy = bothFilled(data.remedies[remedyFor(field, number)],
    {number, part: number / 100, low: field.low, high: field.high}, data.forms);
  return {where, name: field.name, found, expected: number > field.high ? field.expectedBelow : field.expected, remedy};
}

// Whether a field takes a number.
function isTyped(field, number) {
  return isWithin(field, number) && (field.kind !== "whole" && field.kind !== "date" || Number.isInteger(number));
}

function isWithin(field, number) {
  if (field.choices) return Number.isInteger(number) && number >= 0 && number < field.choices.length;
  const isAbove = field.low === undefined || number > field.low || (number === field.low && !field.lowOpen);
  return Number.isFinite(number) && isAbove && (field.high === undefined || number <= field.high);
}

function remedyFor(field, number) {
  if (field.kind === "date") return Number.isNaN(number) ? "no_date" : "day";
  if (isWithin(field, number)) return "inside";
  if (number >= field.percentagesFrom && number <= 100 && isWithin(field, number / 100)) return "percentage";
  if (number < 0 && field.low === 0) return "minus";
  if (Number.isNaN(number)) return "no_number";
  if (number > field.high) return "above";
  return field.lowOpen ? "at_low" : "below";
}

// What refuses inputs, from its data: the rules between them are worked out by a calculator of their own.
function refusalsOf(data) {
  return {data, calculate: calculator(data.book), places: placesOf(data.lines, data.inputs)};
}

// Whether Python would take these inputs, of which those at some places were changed.
function areAllowed(refusals, inputs, changed) {
  const {data} = refusals, fits = place => isTyped(data.fields[data.fieldOf[place]], inputs[place]);
  return changed.every(fits) && rulesOf(refusals, inputs)(data.broken) === 0;
}

function rulesOf({calculate, places}, inputs) {
  return factsOf(places, calculate(inputs, 1, 0), inputs, inputs).of;
}

// All that is wrong with inputs, of which those at some places were changed: each by itself, or else between them.
function problemsOf(refusals, inputs, changed) {
  const {data} = refusals;
  const wrong = changed.slice().sort((a, b) => a - b).map(place => inputProblem(data, data.inputs[place], place, inputs[place]));
  return wrong.some(Boolean) ? wrong.filter(Boolean) : ruleProblems(data, rulesOf(refusals, inputs), inputs);
}

// The rules that inputs break; `of(key)` is the value of a line of the rule book.
function ruleProblems(data, of, inputs) {
  return data.rules.filter(([line]) => of(line) === 1).map(([, where, name, input, found, isDescribed, expected, remedy, keys]) => {
    const figures = {};
    for (const key of Object.keys(keys)) figures[key] = of(keys[key]);
    const said = text => bothFilled(data.texts[text], figures, data.forms);
    const stands = found < 0 ? standing(data, input, inputs) : {text: said(found), isDescribed};
    return {where, name, found: foundText(data, stands), expected: said(expected), remedy: said(remedy)};
  });
}

// What stands in an input: of a choice what it is called; nothing where the place is no input.
function standing(data, input, inputs) {
  if (input < 0) return {text: ["", ""], isDescribed: false};
  const field = data.fields[data.fieldOf[input]], number = inputs[input];
  if (field.choices) return {text: field.choices[number], isDescribed: true};
  const text = field.kind === "date" ? dayText(number) : numberText(number, data.exact);
  return {text: [text, text], isDescribed: false};
}

function foundText(data, {text, isDescribed}) {
  if (!text[0]) return data.found.nothing;
  return bothFilled(isDescribed ? data.found.described : data.found.stated, {found: text}, data.forms);
}

// A problem in one line, as Python tells it.
function problemText(data, {where, found, expected, remedy}, lang) {
  return filledText(data.line, {where: [where, where], said: found, expected, remedy}, data.forms, lang);
}

// The nearest number that a field takes by its bounds.
function insideField({low, least, high}, number) {
  return Math.min(Math.max(number, least ?? low ?? -Infinity), high ?? Infinity);
}
