// The bridge test of changed inputs, as stress.py does it, from its data. A generator, case by case; it returns all cases.
"use strict";

const STRESSED = {plus: (value, amount) => value + amount, times: (value, amount) => value * amount, at_most: Math.min};

// {key, label, changes, longerBy, facts, problems}: without `facts` the case is refused, by `problems`.
function* stressedCases(data, plan) {
  const cases = [];
  for (const stress of data.stresses) {
    cases.push(stressedCase(data, plan, stress));
    yield cases[cases.length - 1];
  }
  return cases;
}

function stressedCase(data, plan, {key, label, assumed}) {
  const of = plan.facts.of, changes = stressChanges(data, of, assumed);
  const longerBy = assumed.delay ? missingPeriods(data.longer, of, assumed.delay) : 0;
  const whole = Object.assign(longerBy ? longerChanges(data.longer, of, longerBy) : {}, changes);
  const facts = trialOf(plan, whole);
  return {key, label, changes, longerBy, facts, problems: facts ? [] : trialProblems(plan, whole)};
}

// The inputs that a stress changes, by their paths.
function stressChanges(data, of, assumed) {
  const changes = {};
  for (const [path, name, how, needed] of data.inputs) {
    if (assumed[name] === undefined || needed.some(each => !(of(each) > 0))) continue;
    const after = STRESSED[how](of(path), assumed[name]);
    if (after !== of(path)) changes[path] = after;
  }
  return changes;
}

// What is told of a case: null where it is not available.
function stressFigures({facts}) {
  if (facts === null) return null;
  const of = facts.of, lowestCash = of("cash.minimum"), known = value => Number.isNaN(value) ? null : value;
  return {
    lowestCash,
    period: of("cash.minimum_period"),
    day: of("cash.minimum_date"),
    bridge: Math.max(0, -lowestCash),
    balance: of("fund_balance.balance"),
    loansRepaid: of("loans.drawdown").slice(1).some(Boolean) ? rulePassed("repayment", facts) : null,
    coverage: known(of("coverage_multiple")),
    bondCoverage: known(of("coverage_multiple.bonds")),
    viable: flagOf(of("verdict.viable")),
  };
}
