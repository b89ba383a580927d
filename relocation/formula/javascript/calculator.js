// A book as data becomes a function of its inputs. No code is made: a part of a formula becomes a function of the period t, which
// calls those of its own parts. relocation/formula/targets/javascript.py writes the data and says how it is numbered.

// (inputs, periods, groups) => the values of all lines: a number, or a series with its opening value first.
// Throws a RangeError where Python refuses the inputs.
function calculator(bookData) {
  const state = { inputs: [], values: [], run: 0, groups: 0 };
  const series = seriesOfBook(bookData);
  const stages = stagesOf(bookData, series, functionsOf(bookData, series, state));
  return (inputs, periods, groups) => {
    state.inputs = inputs;
    state.values = new Array(bookData.formulas.length);
    state.groups = groups;
    state.run += 1;
    for (const stage of stages) workOut(stage, periods, groups, state.values);
    return state.values;
  };
}

function workOut(stage, periods, groups, values) {
  for (const { line, formula } of stage.singles) values[line] = formula(0);
  fillSeries(stage.series, periods, values);
  for (const sums of stage.sums) sums.workOut();
  fillSeries(stage.grouped, groups, values);
}

function fillSeries(all, length, values) {
  for (const series of all) {
    series.row = new Float64Array(length + 1);
    if (series.opening) series.row[0] = series.opening(0);
    values[series.line] = series.row;
  }
  for (let t = 1; t <= length; t++) {
    for (let place = 0; place < all.length; place++) all[place].row[t] = all[place].formula(t);
  }
}

// The lines that are series, by their number; the others have none.
function seriesOfBook({ stages }) {
  const series = new Map();
  for (const [, byPeriod, byGroup] of stages) {
    for (const line of byPeriod.concat(byGroup)) series.set(line, { line, row: null, formula: null, opening: null, members: null, run: 0 });
  }
  return series;
}

function stagesOf({ stages, formulas, openings }, series, { functions, sums }) {
  for (const [line, all] of series) all.formula = functions[formulas[line]];
  for (const [line, opening] of openings) series.get(line).opening = functions[opening];
  return stages.map(([singles, byPeriod, byGroup], stage) => ({
    singles: singles.map((line) => ({ line, formula: functions[formulas[line]] })),
    series: byPeriod.map((line) => series.get(line)),
    sums: sums.filter((grouped) => grouped.stage === stage),
    grouped: byGroup.map((line) => series.get(line)),
  }));
}

// The functions of everything that has a number: inputs, lines, and the parts of formulas.
function functionsOf(data, series, state) {
  const functions = [];
  const moving = []; // whether it is another value in each period
  const sums = [];
  const add = (value, moves) => {
    functions.push(value);
    moving.push(moves);
  };
  for (let input = 0; input < data.inputs; input++) add(() => state.inputs[input], false);
  data.formulas.forEach((_, line) => add(valueOfLine(line, series, state), series.has(line)));
  for (const [place, ...operands] of data.parts) {
    const name = data.names[place];
    if (name === "number") add(() => operands[0], false);
    else if (name === "period") add((t) => t, true);
    else if (name === "previous") add(valueBefore(series.get(operands[0])), true);
    else if (name === "grouped") add(sumOfGroup(series, state, operands, sums), true);
    else if (name in REDUCTIONS) add(keptForRun(reductionOf(name, operands, series), state), false);
    else {
      const numbers = operands.map((operand) => (operand < 0 ? functions.length + operand : operand));
      const value = OPERATIONS[name](...numbers.map((number) => functions[number]));
      const moves = numbers.some((number) => moving[number]);
      add(moves ? value : keptForRun(value, state), moves);
    }
  }
  return { functions, sums };
}

function valueOfLine(line, series, state) {
  const own = series.get(line);
  return own ? (t) => own.row[t] : () => state.values[line];
}

const valueBefore = (series) => (t) => series.row[t - 1];

function reductionOf(name, operands, series) {
  return REDUCTIONS[name](...operands.map((line) => series.get(line)));
}

// What stands still is worked out once for each run, when it is first asked for.
function keptForRun(value, state) {
  let kept = 0;
  let run = 0;
  return (t) => {
    if (run !== state.run) {
      kept = value(t);
      run = state.run;
    }
    return kept;
  };
}

// The sums of a series by groups, all worked out before the lines of their stage.
function sumOfGroup(series, state, [line, by, stage], sums) {
  const grouped = { stage, row: null, workOut: null };
  grouped.workOut = () => {
    grouped.row = sumsOfGroups(series.get(line).row, membersBy(series.get(by), state));
  };
  sums.push(grouped);
  return (t) => grouped.row[t];
}

function membersBy(by, state) {
  if (by.run !== state.run) {
    by.members = membersOfGroups(by.row, state.groups);
    by.run = state.run;
  }
  return by.members;
}
