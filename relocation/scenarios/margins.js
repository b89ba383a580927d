// How far a plan is from failing, found and told as by margins.py, from its data. It asks the plan a hundred times and more, so it
// goes step by step: `marginsOf(...)` is a generator, to be continued when a page is idle; its result is what it returns.
"use strict";

function* marginsOf(data, plan) {
  const of = plan.facts.of, sellsQuota = of(data.area) * of(data.price) > 0, price = [data.price];
  const margins = {short: of(data.lowest) < -data.fen, late_months: null, price_fall: null, cost_rise: null, needed_rise: null,
    sells_quota: sellsQuota};
  if (margins.short) {
    if (sellsQuota) margins.needed_rise = yield* firstChange(data, plan, price, data.mostRise, false);
    return margins;
  }
  const costs = data.costs.filter(path => of(path) > 0);
  if (sellsQuota) margins.late_months = yield* lateMonths(data, plan);
  if (sellsQuota) margins.price_fall = yield* firstChange(data, plan, price, -1, true);
  if (costs.length) margins.cost_rise = yield* firstChange(data, plan, costs, data.mostRise, true);
  return margins;
}

// The smallest change of some inputs, all by the same share, from which on cash fails, or no longer does; null where none does.
function* firstChange(data, plan, paths, end, fails) {
  let low = 0, high = end;
  for (let round = 0; round < data.rounds; round++) {
    const share = step => step === data.steps ? high : step * ((high - low) / data.steps) + low;
    let step = 0;
    while (step <= data.steps && cashFails(data, plan, scaledInputs(plan, paths, 1 + share(step))) !== fails) {
      step++;
      yield;
    }
    if (step > data.steps) return null;
    const turning = Math.max(step, 1);
    [low, high] = [share(turning - 1), share(turning)];
  }
  return Math.abs(fails ? low : high);
}

function scaledInputs(plan, paths, factor) {
  const changes = {};
  for (const path of paths) changes[path] = plan.facts.of(path) * factor;
  return changes;
}

// Whether cash falls below zero; what cannot be tried does not.
function cashFails(data, plan, changes) {
  const facts = trialOf(plan, changes);
  return facts !== null && facts.of(data.lowest) < -data.fen;
}

// The most months of further delay that cash bears; null where it bears all that are tried.
function* lateMonths(data, plan) {
  const of = plan.facts.of, longer = missingPeriods(data.longer, of, data.mostMonths);
  const base = longer ? longerChanges(data.longer, of, longer) : {};
  for (let month = 1; month <= data.mostMonths; month++) {
    if (cashFails(data, plan, Object.assign({}, base, {[data.delay]: of(data.delay) + month}))) return month - 1;
    yield;
  }
  return null;
}

// The margins in one sentence, in English and Chinese.
function marginsText(data, margins) {
  const {texts, forms} = data;
  if (margins.short && margins.needed_rise === null) return texts[margins.sells_quota ? "no_price_mends" : "short"];
  if (margins.short) return bothFilled(texts.price_mends, {rise: Math.ceil(margins.needed_rise * 1000 - 1e-6) / 1000}, forms);
  const bounded = data.causes.filter(([key]) => margins[key] !== null);
  const causes = bounded.map(([key, least, text, atAll]) =>
    bothFilled(margins[key] < least ? atAll : text, {far: margins[key]}, forms));
  const figures = {months: data.mostMonths, times: 1 + data.mostRise, causes: joinedTexts(causes, data.or)};
  const bearsAll = margins.sells_quota && margins.late_months === null;
  return bothFilled(texts[!causes.length ? "holds" : bearsAll ? "fails_and_bears" : "fails"], figures, forms);
}
