// Says of changed numbers what Python says: the verdict, its reasons and the flags, by the data of script_data.py.
// `facts` are {of, inputs, delivered}: `of(key)` is the value of a line or an input, `inputs` and `delivered` the numbers of all
// inputs now and as the page was written, in the order of the book. Texts are pairs of English and Chinese.
"use strict";

const RELATIONS = {is: (a, b) => a === b, above: (a, b) => a > b, below: (a, b) => a < b};
const SEMICOLONS = ["; ", "；"];

// The places of all lines, from 0 on, and of all inputs, from -1 down, by their keys.
function placesOf(lines, inputs) {
  const places = new Map(lines.map((key, place) => [key, place]));
  inputs.forEach((path, place) => places.set(path, -1 - place));
  return places;
}

// The facts of values that were worked out.
function factsOf(places, values, inputs, delivered) {
  const of = key => {
    const place = places.get(key);
    return place < 0 ? inputs[-1 - place] : values[place];
  };
  return {of, inputs, delivered};
}

// {viable: true, false or null, status, summary, tone, failed, warned, flags: [{key, text}]}
function verdictOf(data, facts) {
  const viable = flagOf(facts.of(data.verdict.viable)), failed = failures(data, facts, true), warned = failures(data, facts, false);
  const key = facts.of(data.verdict.money) === 0 ? "no_money" : viable === null ? "unfinished"
    : !viable ? "fails" : warned.length ? "deciding_hold" : "holds";
  const [text, tone] = data.verdict.summaries[key];
  const summary = bothFilled(text, {reasons: joinedTexts(failed, SEMICOLONS)}, data.forms);
  return {viable, status: data.verdict.status[viable === null ? "none" : String(viable)], summary, tone, failed, warned,
    flags: flagsOf(data, facts)};
}

// Whether a rule of the verdict holds; null where it is not applicable.
function rulePassed(key, facts) {
  return flagOf(facts.of(`verdict.${key}.passed`));
}

function flagOf(value) {
  return Number.isNaN(value) ? null : value === 1;
}

function failures(data, facts, decides) {
  const reasons = decides ? missingOf(data, facts) : [];
  for (const [key, deciding, failure] of data.verdict.rules) {
    if (deciding !== decides || rulePassed(key, facts) !== false) continue;
    if (key === "checks") reasons.push(...data.verdict.checks.filter(([line]) => facts.of(line) !== 1).map(([, label]) => label));
    else reasons.push(failure);
  }
  return reasons;
}

// What a finished plan states and this one does not; of a plan without any money, that there is none.
function missingOf(data, facts) {
  const missing = data.verdict.missing;
  if (facts.of(data.verdict.money) === 0) return [missing.noMoney];
  const reasons = [];
  for (const {ofItems, places} of missing.kinds) {
    const broken = places.filter(([line]) => facts.of(line) === 1);
    if (!broken.length) continue;
    const figures = {wanted: broken[0][1], items: {each: broken.map(([, , name]) => name)}};
    reasons.push(bothFilled(ofItems ? missing.textOfItems : missing.text, figures, data.forms));
  }
  return reasons;
}

function flagsOf(data, facts) {
  const up = data.flags.filter(([key]) => facts.of(`flags.${key}`) === 1);
  const flags = up.map(([key, cases]) => ({key, text: caseText(cases, data, facts)})), assumed = assumedText(data, facts);
  return assumed ? flags.concat({key: "assumed_inputs", text: assumed}) : flags;
}

function caseText(cases, data, facts) {
  const told = cases.find(each => allHold(each.when, data, facts)), figures = {};
  for (const name of Object.keys(told.holes)) figures[name] = figureOf(told.holes[name], data, facts);
  return bothFilled(told.text, figures, data.forms);
}

function allHold(conditions, data, facts) {
  return conditions.every(([key, relation, value]) => relation === "status" ? yearlyRates(key, data, facts).status === value
    : RELATIONS[relation](facts.of(key), value));
}

function figureOf(hole, data, facts) {
  if (hole.number) return facts.of(hole.number) * hole.times * (hole.by ? facts.of(hole.by) : 1);
  if (hole.sum) return facts.of(hole.sum).slice(1).reduce((sum, value) => sum + value, 0);
  if (hole.period) return periodWords(facts.of(hole.period), facts.of(hole.months));
  if (hole.chosen) return hole.names[facts.of(hole.chosen)];
  if (hole.rates) return {each: yearlyRates(hole.rates, data, facts).rates};
  if (hole.each) return {each: hole.each.filter(([, tests]) => allHold(tests, data, facts)).map(([name]) => name)};
  const numbers = hole.distinct.filter(([, tests]) => allHold(tests, data, facts)).map(([path]) => facts.of(path));
  return {each: Array.from(new Set(numbers)).sort((a, b) => a - b)};
}

// All rates of return of a flow per year, with their status.
function yearlyRates(key, data, facts) {
  const [flow, months] = data.rates[key];
  return ratesOfReturn(facts.of(flow), 12 / facts.of(months));
}

// More is assumed than published: what was changed is an assumption, whatever it was before.
function assumedText(data, facts) {
  const count = {p: 0, d: 0, a: 0, c: 0, u: 0, "-": 0}, {text, origins} = data.assumed;
  for (let place = 0; place < origins.length; place++) {
    const isChanged = origins[place] !== "-" && facts.inputs[place] !== facts.delivered[place];
    count[isChanged ? "a" : origins[place]]++;
  }
  return count.a > count.p ? bothFilled(text, {assumed: count.a, published: count.p}, data.forms) : null;
}

function bothFilled(text, figures, forms) {
  return ["en", "zh"].map(lang => filledText(text, figures, forms, lang));
}

function joinedTexts(texts, between) {
  return [0, 1].map(place => texts.map(text => text[place]).filter(Boolean).join(between[place]));
}
