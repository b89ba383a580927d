// What the operations of a formula come to that are more than a sign: as relocation/formula/language/arithmetic.py has them.

// Stands where Python raises FormulaError: a number grows too large, or an input lies outside its range.
function refused() {
  throw new RangeError("a number grows too large, or an input lies outside its range");
}

const smaller = (a, b) => (b < a ? b : a);
const larger = (a, b) => (b > a ? b : a);
const signOf = (x) => (x > 0 ? 1 : x < 0 ? -1 : 0);
const ratio = (above, below) => (below ? above / below : NaN);
const quotient = (above, below) => (below === 0 ? refused() : above / below);
const wholeBelow = (x) => (Number.isFinite(x) ? Math.floor(x) + 0 : refused());

const TENS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6];

function payment(rate, periods, principal) {
  if (rate === 0) return quotient(principal, periods);
  if (rate <= -1) refused();
  const exponent = -periods * Math.log1p(rate);
  const growth = Math.expm1(exponent);
  if (growth === Infinity && exponent !== Infinity) refused();
  return quotient(principal * rate, -growth);
}

function toDecimals(value, places) {
  const scale = TENS[places];
  const units = Math.abs(value) * scale;
  if (units >= ALL_WHOLE) return value;
  if (units !== units) refused();
  const rounded = Math.floor(units + 0.5 + smaller(units * NUDGE, MOST_NUDGE)) / scale;
  return value > 0 ? rounded : rounded ? -rounded : 0;
}

// A month after a day, both as in relocation/calendar.py; refused beyond the years that a date has.
function monthAfter(day, months) {
  if (!(Math.abs(day) < 1e7 && Math.abs(months) < 1e6)) return refused();
  const [year, month, ofMonth] = dateOfDay(Math.trunc(day));
  const later = year * 12 + month + Math.trunc(months);
  const number = smaller(firstOfMonth(later) + ofMonth, firstOfMonth(later + 1) - 1);
  return number < FIRST_DAY || number > LAST_DAY ? refused() : number;
}

// Years begin on 1 March, which is month 0; the day of the month is counted from 0.
function dateOfDay(number) {
  const days = number + FIRST_YEAR_DAYS;
  const era = Math.floor(days / DAYS_OF_400_YEARS);
  const rest = days - era * DAYS_OF_400_YEARS;
  const leaps = Math.floor(rest / 1460) - Math.floor(rest / 36524) + Math.floor(rest / 146096);
  const year = Math.floor((rest - leaps) / 365);
  const ofYear = rest - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * ofYear + 2) / 153);
  return [era * 400 + year, month, ofYear - Math.floor((153 * month + 2) / 5)];
}

function firstOfMonth(months) {
  const year = Math.floor(months / 12);
  const leaps = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return 365 * year + leaps + Math.floor((153 * (months - year * 12) + 2) / 5) - FIRST_YEAR_DAYS;
}
