// The internal rates of return of a flow of money, found and counted as by relocation/formula/language/irr.py.

function runningSums(list) {
  let sum = 0;
  return list.map((value) => (sum += value));
}

function signChanges(values, dust) {
  const signs = values.filter((value) => Math.abs(value) > dust).map((value) => value > 0);
  return signs.filter((sign, place) => place > 0 && sign !== signs[place - 1]).length;
}

const reversed = (list) => list.slice().reverse();

// The flows from the first to the last that is not zero; none if one is not finite.
function trimmedFlows(row) {
  const flows = Array.from(row).slice(1);
  if (!flows.every(Number.isFinite)) return [];
  const first = flows.findIndex((flow) => flow !== 0);
  if (first < 0) return [];
  let end = flows.length;
  while (flows[end - 1] === 0) end--;
  return flows.slice(first, end);
}

// The flows from the one on with which they sum to more than dust.
function fromTheFirstSum(flows, dust) {
  const first = runningSums(flows).findIndex((sum) => Math.abs(sum) > dust);
  return first < 0 ? [] : flows.slice(first);
}

// The one rate per period of a row, or NaN where its running sums leave open whether there is exactly one.
function sureRate(row) {
  return sureRateOf(trimmedFlows(row), HALF_CENT);
}

function sureRateOf(whole, least) {
  const dust = larger(least, DUST * sumOfList(whole.map(Math.abs)));
  const flows = reversed(fromTheFirstSum(reversed(fromTheFirstSum(whole, dust)), dust));
  if (flows.length === 0) return NaN;
  const above = signChanges(runningSums(flows), dust);
  const below = signChanges(runningSums(reversed(flows)), dust);
  const total = sumOfList(flows);
  const breaksEven = Math.abs(total) <= dust;
  if (above + below + (breaksEven ? 1 : 0) !== 1) return NaN;
  if (breaksEven) return total === 0 ? 0 : rateNearNothing(flows);
  const root = rootOnOneSide(below ? reversed(flows) : flows, below ? reversed(whole) : whole, total < 0);
  return below ? root - 1 : quotient(1, root) - 1;
}

function rootOnOneSide(flows, whole, positive) {
  const root = rootWithin(flows, 0, 1, positive);
  return flows.length < whole.length ? rootNear(whole, root) : root;
}

function rateNearNothing(flows) {
  const { value, slope } = polynomialAt(flows, 1);
  return quotient(value, slope - value);
}

// The polynomial and its derivative at x.
function polynomialAt(coefficients, x) {
  let value = 0;
  let slope = 0;
  for (let power = coefficients.length - 1; power >= 0; power--) {
    slope = slope * x + value;
    value = value * x + coefficients[power];
  }
  return { value, slope };
}

function newtonStep(coefficients, x) {
  const { value, slope } = polynomialAt(coefficients, x);
  return { value, step: slope === 0 ? Infinity : value / slope };
}

// The one root between two numbers: Newton's step where it stays inside, else halving.
function rootWithin(coefficients, from, to, positive) {
  let [low, high] = [from, to];
  if (low === high) return low;
  const guess = estimatedRoot(coefficients);
  let x = low < guess && guess < high ? guess : (low + high) / 2;
  for (let turn = 0; turn < 200; turn++) {
    const { value, step } = newtonStep(coefficients, x);
    const next = x - step;
    if (value === 0 || Math.abs(step) <= 1e-15 * x) return low < next && next < high ? next : x;
    if (value > 0 === positive) low = x;
    else high = x;
    x = low < next && next < high ? next : (low + high) / 2;
  }
  return x;
}

// The root of a polynomial near the root of one that is almost the same.
function rootNear(coefficients, root) {
  let x = root;
  let step = Infinity;
  for (let turn = 0; turn < 10; turn++) {
    step = newtonStep(coefficients, x).step;
    x -= step;
  }
  return Math.abs(step) <= 1e-14 * x && Math.abs(x - root) <= NEAR * root ? x : NaN;
}

// The root if all that comes in and all that goes out moved together to their mean dates.
function estimatedRoot(coefficients) {
  let [received, spent, late, early] = [0, 0, 0, 0];
  coefficients.forEach((flow, date) => {
    if (flow > 0) [received, late] = [received + flow, late + flow * date];
    else [spent, early] = [spent - flow, early - flow * date];
  });
  const base = spent / received;
  const exponent = 1 / (late / received - early / spent);
  return base > 0 && Number.isFinite(base) && Number.isFinite(exponent) ? powerAboveZero(base, exponent) : 0;
}

// Every rate per period of a row, in rising order, and whether there is exactly one. With `times`, the rates of so many periods in
// one (12 for the yearly rates of months), as relocation/appraisal.py tells them: one too large for a number is none.
function ratesOfReturn(row, times) {
  const flows = trimmedFlows(row);
  const rates = signChanges(flows, 0) === 0 ? [] : allRates(flows);
  const status = rates.length === 0 ? "none" : rates.length === 1 ? "unique" : "multiple";
  if (times === undefined) return { status, rates };
  const compounded = rates.map((rate) => (1 + rate > 0 ? powerAboveZero(1 + rate, times) : 0) - 1);
  const finite = compounded.filter(Number.isFinite);
  if (finite.length === rates.length) return { status, rates: finite };
  return { status: finite.length > 0 ? "multiple" : "none", rates: finite };
}

function allRates(flows) {
  const sure = sureRateOf(flows, 0);
  if (sure === sure) return [sure];
  const whole = wholeNumbers(flows);
  const back = reversed(flows);
  const rates = [];
  for (const [low, high, positive] of isolatedRoots(whole)) rates.push(quotient(1, rootWithin(flows, low, high, positive)) - 1);
  for (const [low, high, positive] of isolatedRoots(reversed(whole))) rates.push(rootWithin(back, low, high, positive) - 1);
  if (whole.reduce((sum, number) => sum + number) === wholeNumber(0)) rates.push(0);
  return rates.sort((a, b) => a - b);
}

// ---- in whole numbers, so that no rounding makes up a root or hides one ----

const wholeNumber = (number) => BigInt(number);

// The same polynomial times a power of two.
function wholeNumbers(list) {
  const parts = list.map((value) => {
    let [number, halvings] = [value, 0];
    for (; !Number.isInteger(number); halvings++) number *= 2;
    return { number: wholeNumber(number), halvings };
  });
  const most = parts.reduce((highest, part) => larger(highest, part.halvings), 0);
  return reducedByTwos(parts.map(({ number, halvings }) => number << wholeNumber(most - halvings)));
}

// Divided by the power of two that all of them share.
function reducedByTwos(numbers) {
  const every = numbers.reduce((bits, number) => bits | number);
  const lowestBit = every & -every;
  const shift = wholeNumber(lowestBit.toString(2).length - 1);
  return numbers.map((number) => number >> shift);
}

// The coefficients of p(x + 1), by Horner's rule on whole rows.
function shiftedByOne(polynomial) {
  let row = reversed(polynomial);
  const shifted = [];
  while (row.length) {
    let sum = wholeNumber(0);
    row = row.map((number) => (sum += number));
    shifted.push(row.pop());
  }
  return shifted;
}

function changesOfWhole(numbers) {
  const nothing = wholeNumber(0);
  const signs = numbers.filter((number) => number !== nothing).map((number) => number > nothing);
  return signs.filter((sign, place) => place > 0 && sign !== signs[place - 1]).length;
}

// Intervals [low, high, is positive above low] with one root each that hold all roots between 0 and 1; a point for a root hit.
function isolatedRoots(polynomial) {
  const pending = [{ low: 0, depth: 0, piece: polynomial }];
  const roots = [];
  while (pending.length) {
    const { low, depth, piece } = pending.pop();
    const width = 1 / 2 ** depth;
    const changes = changesOfWhole(shiftedByOne(reversed(piece)));
    const middle = low + width / 2;
    if (changes === 1) roots.push([low, low + width, piece[0] > wholeNumber(0)]);
    else if (changes > 1 && depth === DEEPEST) roots.push([middle, middle, false]);
    else if (changes > 1) {
      const left = reducedByTwos(piece.map((number, power) => number << wholeNumber(piece.length - 1 - power)));
      const right = shiftedByOne(left);
      const isRoot = right[0] === wholeNumber(0);
      if (isRoot) roots.push([middle, middle, false]);
      pending.push({ low, depth: depth + 1, piece: left });
      pending.push({ low: middle, depth: depth + 1, piece: isRoot ? right.slice(1) : right });
    }
  }
  return roots;
}
