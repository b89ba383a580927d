// The plan of the page: what was delivered, what it is now, and how its numbers are worked out.
"use strict";

const PLAN = {};  // what Python wrote, once it is read
const NOW = {inputs: [], values: [], language: "en", at: 0};  // the state of the page; `at` is the place of its language in a label

function readPlan(text) {
  Object.assign(PLAN, JSON.parse(text));
  PLAN.calculate = calculator(PLAN.book);
  PLAN.delivered = PLAN.inputs.map((input) => input.value);
  PLAN.places = new Map(PLAN.inputs.map((input, place) => [input.key, place]));
  PLAN.lineOf = new Map(PLAN.lines.map((line, place) => [line[0], place]));
  NOW.inputs = PLAN.delivered.slice();
  NOW.values = PLAN.values = numbersOf(NOW.inputs);
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

function ratesPerYear(values, flow) {
  const times = 12 / values[PLAN.lineOf.get("timeline.months")];
  return ratesOfReturn(values[flow]).rates.map((rate) => Math.pow(1 + rate, times) - 1).filter(Number.isFinite);
}

function onlyRate(values, flow) {
  const found = ratesOfReturn(values[flow]), rates = ratesPerYear(values, flow);
  return found.status === "unique" && rates.length === 1 ? rates[0] : NaN;
}

const numberOf = (key, values) => (values || NOW.values)[PLAN.lineOf.get(key)];

// A label is [English, Chinese], or one text for both.
const told = (label) => (label.length > 1 ? label[NOW.at] : label[0]);

function said(key, ...parts) {
  return told(PLAN.words[key]).replace(/\{(\d)\}/g, (_, number) => parts[Number(number)]);
}

const isChanged = (place) => !Object.is(NOW.inputs[place], PLAN.delivered[place]);
const changedInputs = () => PLAN.inputs.map((_, place) => place).filter((place) => PLAN.inputs[place].name && isChanged(place));

// What somebody changed is stated by that.
function withStated(inputs) {
  const whole = inputs.slice();
  PLAN.inputs.forEach(({stated}, place) => {
    if (stated !== undefined && !Object.is(inputs[place], PLAN.delivered[place])) whole[stated] = 1;
  });
  return whole;
}

// The rules between inputs that inputs break, by their names.
function brokenRules(values) {
  const broken = [];
  PLAN.lines.forEach(([key, unit, ...label], line) => {
    if (key.startsWith("rules.") && unit === "flag" && values[line] === 1) broken.push(told(label).replace(/ \(1 = broken\)|（1为未满足）/, ""));
  });
  return broken;
}
