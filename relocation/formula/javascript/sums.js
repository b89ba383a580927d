// Sums that are rounded once, as those of Python's math.fsum. What is summed up stands in `terms`.
let terms = new Float64Array(1024);
let partials = new Float64Array(64);

function makeRoomForTerms(count) {
  if (terms.length < count) terms = new Float64Array(2 * count);
}

// A sum and what each addition to it lost; where the losses add up without a loss, one last addition rounds.
function exactSumOfTerms(count) {
  let sum = 0;
  let lost = 0;
  for (let place = 0; place < count; place++) {
    const term = terms[place];
    const next = sum + term;
    const part = next - sum;
    const loss = sum - (next - part) + (term - part);
    sum = next;
    if (loss !== 0) {
      const all = lost + loss;
      const lossPart = all - lost;
      if (lost - (all - lossPart) + (loss - lossPart) !== 0) return sumByPartials(count);
      lost = all;
    }
  }
  const rounded = sum + lost;
  return Number.isFinite(rounded) ? rounded : sumByPartials(count);
}

// Shewchuk: partial sums that do not overlap and lose nothing.
function sumByPartials(count) {
  let used = 0;
  let special = 0;
  let infinite = 0;
  for (let place = 0; place < count; place++) {
    const term = terms[place];
    const [left, rest] = addToPartials(term, used);
    used = left;
    if (Number.isFinite(rest)) {
      if (rest !== 0) setPartial(used++, rest);
    } else {
      if (Number.isFinite(term)) refused();
      if (term === term) infinite += term;
      special += term;
      used = 0;
    }
  }
  if (special === 0) return roundedPartials(used);
  return infinite === infinite ? special : refused();
}

function setPartial(place, value) {
  if (place === partials.length) {
    const more = new Float64Array(2 * place);
    more.set(partials);
    partials = more;
  }
  partials[place] = value;
}

// How many partials are left, and what is to be the next one.
function addToPartials(term, used) {
  let left = 0;
  let sum = term;
  for (let place = 0; place < used; place++) {
    let [large, small] = [sum, partials[place]];
    if (Math.abs(large) < Math.abs(small)) [large, small] = [small, large];
    sum = large + small;
    const low = small - (sum - large);
    if (low !== 0) partials[left++] = low;
  }
  return [left, sum];
}

function roundedPartials(used) {
  let place = used;
  let high = place > 0 ? partials[--place] : 0;
  let low = 0;
  while (place > 0 && low === 0) {
    const large = high;
    const small = partials[--place];
    high = large + small;
    low = small - (high - large);
  }
  if (place === 0 || low < 0 !== partials[place - 1] < 0) return high;
  const other = high + 2 * low; // half way between two numbers, what comes after decides
  return other - high === 2 * low ? other : high;
}

function takeAvailable(row) {
  makeRoomForTerms(row.length);
  let count = 0;
  for (let place = 1; place < row.length; place++) if (row[place] === row[place]) terms[count++] = row[place];
  return count;
}

function totalOf(row) {
  return exactSumOfTerms(takeAvailable(row));
}

function averageOf(row) {
  const count = takeAvailable(row);
  return ratio(exactSumOfTerms(count), count);
}

function discountedSum(row, factors) {
  makeRoomForTerms(row.length);
  for (let place = 1; place < row.length; place++) terms[place - 1] = row[place] * factors[place];
  return exactSumOfTerms(row.length - 1);
}

function sumOfList(list) {
  makeRoomForTerms(list.length);
  for (let place = 0; place < list.length; place++) terms[place] = list[place];
  return exactSumOfTerms(list.length);
}

function lowestOf(row) {
  let lowest = NaN;
  for (let place = 1; place < row.length; place++) {
    const value = row[place];
    if (value < lowest || (lowest !== lowest && value === value)) lowest = value;
  }
  return lowest;
}

function highestOf(row) {
  let highest = NaN;
  for (let place = 1; place < row.length; place++) {
    const value = row[place];
    if (value > highest || (highest !== highest && value === value)) highest = value;
  }
  return highest;
}

// The periods that belong to each group, by the series that gives their numbers.
function membersOfGroups(by, groups) {
  const members = Array.from({ length: groups + 1 }, () => []);
  for (let period = 1; period < by.length; period++) {
    const group = by[period];
    if (group >= 1 && group <= groups && Number.isInteger(group)) members[group].push(period);
  }
  return members;
}

function sumsOfGroups(row, members) {
  const sums = new Float64Array(members.length);
  makeRoomForTerms(row.length);
  for (let group = 1; group < members.length; group++) sums[group] = sumOfPeriods(row, members[group]);
  return sums;
}

// What is not available is left out.
function sumOfPeriods(row, periods) {
  for (let place = 0; place < periods.length; place++) terms[place] = row[periods[place]];
  const sum = exactSumOfTerms(periods.length);
  if (sum === sum) return sum;
  let count = 0;
  for (const period of periods) if (row[period] === row[period]) terms[count++] = row[period];
  return exactSumOfTerms(count);
}
