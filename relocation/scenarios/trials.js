// Works out a plan with other inputs, as Batch does, for all that asks a plan many times.
"use strict";

// A plan to be tried: how it is worked out, the keys of its lines and inputs, what refuses it, its inputs now and as delivered.
function planOf({calculate, lines, inputs, refusals, now, delivered}) {
  const places = placesOf(lines, inputs), plan = {calculate, places, refusals, inputs: now, delivered};
  return Object.assign(plan, {facts: trialOf(plan, {})});
}

// The same plan, in which some inputs are stated, as all are that are varied.
function statedPlan(plan, paths) {
  const changes = {};
  for (const path of paths) changes[path] = plan.facts.of(path);
  const inputs = changedInputsOf(plan, changes).inputs;
  return Object.assign({}, plan, {inputs, facts: workedOut(plan, inputs)});
}

// The facts with some inputs changed, or null where Python would refuse them.
function trialOf(plan, changes) {
  const {inputs, changed} = changedInputsOf(plan, changes);
  return areAllowed(plan.refusals, inputs, changed) ? workedOut(plan, inputs) : null;
}

// The facts of inputs that nobody refuses; null where a number grows too large.
function workedOut(plan, inputs) {
  const of = factsOf(plan.places, [], inputs, plan.delivered).of, periods = of("timeline.periods");
  const months = plan.refusals.data.months[of("timeline.period")];
  try {
    const values = plan.calculate(inputs, periods, Math.ceil(periods * months / 12));
    return factsOf(plan.places, values, inputs, plan.delivered);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

// The inputs with changes by their paths, and the places of those; what is changed is stated.
function changedInputsOf(plan, changes) {
  const inputs = plan.inputs.slice(), placeOf = path => -1 - plan.places.get(path);
  const changed = Object.keys(changes).map(path => {
    inputs[placeOf(path)] = changes[path];
    if (plan.refusals.data.stated[path]) inputs[placeOf(plan.refusals.data.stated[path])] = 1;
    return placeOf(path);
  });
  return {inputs, changed};
}

// Why changes are refused.
function trialProblems(plan, changes) {
  const {inputs, changed} = changedInputsOf(plan, changes);
  return problemsOf(plan.refusals, inputs, changed);
}

// What an input may be.
function fieldOfPath({refusals, places}, path) {
  return refusals.data.fields[refusals.data.fieldOf[-1 - places.get(path)]];
}
