// Which inputs move a number most, as tornado.py finds them, from its data. A generator, input by input; it returns the rows, the
// largest swing first: {path, also, label, moved, lowValue, highValue, low, high, swing, base, notes}, null for what cannot be
// moved. What is counted in whole periods or months is ranked behind what is moved by shares; a quantity and its rate are one row.
"use strict";

function* tornadoRows(data, now, by) {
  const moving = data.inputs.filter(([path]) => now.facts.of(path) !== 0), rows = [];
  const plan = statedPlan(now, moving.map(([path]) => path));
  for (const [path, label] of moving) {
    rows.push(movedInput(data, plan, path, label, by));
    yield;
  }
  return joinedRows(data, rows).map((row, place) => [row, place]).sort(([a, i], [b, j]) => rankOf(a) - rankOf(b) || rankedSwing(b) - rankedSwing(a) || isRate(b) - isRate(a) || i - j).map(([row]) => row);
}

// Swings that differ by less than powers do between two engines are equal: then prices and rates stand first, and the order of the inputs decides.
const isRate = ({path}) => Number(/\.(price|rate)$/.test(path));
const rankedSwing = ({swing}) => Number((swing ?? 0).toPrecision(9));

function rankOf(row) {
  return row.swing === null ? 2 : row.moved === "step" ? 1 : 0;
}

// The rows, those of a quantity and its rate that move the metric alike taken together.
function joinedRows(data, rows) {
  const of = path => rows.find(row => row.path === path);
  const pairs = data.pairs.filter(([quantity, rate]) => of(quantity) && of(rate) && areAlike(data, of(quantity), of(rate)));
  return rows.filter(row => !pairs.some(([quantity]) => quantity === row.path)).map(row => {
    const pair = pairs.find(([, rate]) => rate === row.path);
    return pair ? {...row, also: pair[0], label: pair[2]} : row;
  });
}

function areAlike(data, row, other) {
  if (row.swing === null || other.swing === null || String(row.notes) !== String(other.notes)) return false;
  const most = Math.max(Math.abs(row.low - other.low), Math.abs(row.high - other.high));
  return most <= data.alike * Math.max(Math.abs(row.low), Math.abs(row.high), 1);
}

function movedInput(data, plan, path, label, by) {
  const now = plan.facts.of(path), base = knownNumber(plan.facts.of(data.metric));
  // The low value is the lower number, whichever sign the input has.
  const steps = [-1, 1].map(sign => movedStep(data, plan, path, now, sign * Math.sign(now) * by));
  const notes = steps.map(step => step.note).filter(Boolean), isStuck = steps.every(step => step.value === null);
  const [lowValue, highValue] = steps.map(step => isStuck ? null : step.value === null ? now : step.value);
  const [low, high] = isStuck ? [null, null] : [lowValue, highValue].map(value => metricAt(data, plan, path, value));
  const swing = low === null || high === null ? null : Math.abs(high - low);
  const moved = data.steps.includes(path) ? "step" : "share";
  return {path, also: "", label, moved, lowValue, highValue, low, high, swing, base, notes: distinctTexts(notes)};
}

function metricAt(data, plan, path, value) {
  const facts = trialOf(plan, {[path]: value});
  return facts === null ? null : knownNumber(facts.of(data.metric));
}

function knownNumber(value) {
  return Number.isNaN(value) ? null : value;
}

function distinctTexts(texts) {
  return texts.filter((text, place) => texts.findIndex(other => other[0] === text[0]) === place);
}

// Where an input is moved to, and why not further; no value where it cannot be moved at all.
function movedStep(data, plan, path, now, by) {
  const field = fieldOfPath(plan, path), wanted = movedWanted(field, now, by), inside = insideField(field, wanted);
  const reached = furthestAllowed(data, plan, path, now, inside);
  if (Math.abs(reached - now) < data.least * Math.abs(wanted - now)) {
    return {value: null, note: stopNote(data, plan, path, now, inside === now ? now : inside)};
  }
  if (reached !== wanted) return {value: reached, note: stopNote(data, plan, path, reached, reached === inside ? reached : wanted)};
  const isFarther = Math.abs(reached - now) > Math.abs(now * by) * (1 + data.least);
  return {value: reached, note: isFarther ? data.byOne : null};
}

function movedWanted(field, now, by) {
  if (field.kind !== "whole") return now * (1 + by);
  return now + Math.sign(by) * Math.max(1, Math.floor(Math.abs(now * by) + 0.5));
}

// The allowed value nearest to the wanted one, on the way there from where the input stands.
function furthestAllowed(data, plan, path, now, wanted) {
  if (isAllowedAt(plan, path, wanted)) return wanted;
  const isWhole = fieldOfPath(plan, path).kind === "whole";
  let good = now, bad = wanted;
  for (let halving = 0; halving < data.halvings; halving++) {
    const half = (good + bad) / 2, middle = isWhole ? now + Math.trunc(half - now) : half;
    if (middle === good || middle === bad) break;
    [good, bad] = isAllowedAt(plan, path, middle) ? [middle, bad] : [good, middle];
  }
  return good;
}

function isAllowedAt(plan, path, value) {
  const {inputs, changed} = changedInputsOf(plan, {[path]: value});
  return areAllowed(plan.refusals, inputs, changed);
}

function stopNote(data, plan, path, stop, refused) {
  if (refused === stop) return bothFilled(data.stops.at_end, {stop}, data.forms);
  const [first] = trialProblems(plan, {[path]: refused});
  return bothFilled(data.stops.refused, {stop, where: [first.where, first.where], expected: first.expected}, data.forms);
}
