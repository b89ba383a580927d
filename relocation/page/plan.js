// The plan of the page: what was delivered, what it is now, and how its numbers are worked out.
"use strict";

const PLAN = {};  // what Python wrote, once it is read
const NOW = {inputs: [], values: [], language: "en", at: 0};  // the state of the page; `at` is the place of its language in a label

const PACKED = "\ue000";  // begins what stands for a text of the plan, by its number

function readPlan(text) {
  Object.assign(PLAN, JSON.parse(text));
  for (const key of ["forms", "sentences", "scripts", "figures"]) PLAN[key] = unpacked(PLAN[key]);
  PLAN.calculate = calculator(PLAN.book);
  PLAN.keys = wholeKeys(PLAN.keys);
  PLAN.paths = wholeKeys(PLAN.paths);
  PLAN.beside = wholeKeys(PLAN.beside);
  PLAN.inputs = PLAN.paths.map(inputAt);
  PLAN.stated.forEach(([place, flag]) => (PLAN.inputs[place].stated = flag));
  PLAN.choices.forEach(([place, ...keys]) => (PLAN.inputs[place].choices = keys));
  PLAN.places = new Map(PLAN.paths.map((key, place) => [key, place]));
  PLAN.lineOf = new Map(PLAN.keys.map((key, place) => [key, place]));
  readScriptData(PLAN.scripts);
  NOW.inputs = PLAN.delivered.slice();
  NOW.values = PLAN.values = numbersOf(NOW.inputs);
  NOW.beside = PLAN.besides.map((value) => (value === null ? NaN : value));
}

// What is known of an input; only those that somebody states have a name.
function inputAt(key, place) {
  const input = {key}, isListed = (list) => PLAN[list].includes(place);
  if (PLAN.names[place] >= 0) input.name = PLAN.names[place];
  if (PLAN.unitNames[place] >= 0) input.unit = PLAN.unitNames[place];
  if (isListed("whole") || isListed("dates")) input.kind = isListed("dates") ? "date" : "whole";
  for (const trait of ["percent", "fixed"]) if (isListed(trait)) input[trait] = true;
  return input;
}

// Gives each script below the page what several of them share.
function readScriptData({forms, verdict, refusals, margins, tornado}) {
  for (const data of [verdict, refusals, margins, ...Object.keys(tornado).map((metric) => tornado[metric])]) data.forms = forms;
  const stated = {};
  PLAN.inputs.forEach((input) => {
    if (input.stated !== undefined) stated[input.key] = PLAN.paths[input.stated];
  });
  Object.assign(refusals, {lines: wholeKeys(refusals.keys), inputs: PLAN.paths, stated});
  PLAN.refusals = refusalsOf(refusals);
}

// The plan of now, to be tried with other inputs.
function triedPlan() {
  return planOf({calculate: PLAN.calculate, lines: PLAN.keys, inputs: PLAN.paths, refusals: PLAN.refusals,
    now: withStated(NOW.inputs), delivered: PLAN.delivered});
}

// The numbers of all lines, or null where Python refuses to work them out.
function numbersOf(inputs) {
  try {
    return withRates(PLAN.calculate(inputs, PLAN.periods, PLAN.groups));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

// A rate of return that formulas cannot prove to be the only one is looked for among all rates of its flow.
function withRates(values) {
  for (const [line, flow] of PLAN.rates) {
    if (values[line] !== values[line]) values[line] = onlyRate(values, flow);
  }
  return values;
}

function onlyRate(values, flow) {
  const {status, rates} = ratesOfReturn(values[flow], 12 / values[PLAN.lineOf.get("timeline.months")]);
  return status === "unique" ? rates[0] : NaN;
}

const numberOf = (key, values) => (values || NOW.values)[PLAN.lineOf.get(key)];

// A text is [English, Chinese], or one for both; a number stands for a text of the plan, several for what is said in steps.
function told(text) {
  const both = typeof text === "number" ? PLAN.texts[text] : text;
  if (typeof both[0] === "number") return both.map(told).join(NOW.at ? "：" : ": ");
  return both.length > 1 ? both[NOW.at] : both[0];
}

// Keys of which each is told by how many letters it shares with the one before it, and the rest.
function wholeKeys(told) {
  const keys = [];
  for (let place = 0; place < told.length; place += 2) keys.push((keys[keys.length - 1] || "").slice(0, told[place]) + told[place + 1]);
  return keys;
}

// A text in English and in Chinese.
function bothOf(number) {
  const text = PLAN.texts[number];
  if (typeof text[0] !== "number") return text.length > 1 ? text : [text[0], text[0]];
  const steps = text.map(bothOf);
  return [steps.map(([english]) => english).join(": "), steps.map(([, chinese]) => chinese).join("：")];
}

function unpacked(data) {
  if (typeof data === "string") return data[0] === PACKED ? bothOf(Number(data.slice(1))) : data;
  if (Array.isArray(data)) return data.map(unpacked);
  if (data === null || typeof data !== "object") return data;
  const whole = {};
  for (const key of Object.keys(data)) whole[key] = unpacked(data[key]);
  return whole;
}

function said(key, ...parts) {
  return told(PLAN.words[key]).replace(/\{(\d)\}/g, (_, number) => parts[Number(number)]);
}

const isChanged = (place) => !Object.is(NOW.inputs[place], PLAN.delivered[place]);
const changedInputs = () => PLAN.inputs.map((_, place) => place).filter((place) => PLAN.inputs[place].name !== undefined && isChanged(place));

// What somebody changed is stated by that.
function withStated(inputs) {
  const whole = inputs.slice();
  PLAN.inputs.forEach(({stated}, place) => {
    if (stated !== undefined && !Object.is(inputs[place], PLAN.delivered[place])) whole[stated] = 1;
  });
  return whole;
}

// All that is wrong with inputs of which some were changed.
function problemsNow(inputs) {
  return problemsOf(PLAN.refusals, inputs, changedInputs());
}

const fieldAt = (place) => PLAN.refusals.data.fields[PLAN.refusals.data.fieldOf[place]];
