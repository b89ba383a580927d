// What may be typed: numbers as people write them, dates, and what is said of a wrong one.
"use strict";

const SHOWN_DIGITS = 8;

// A number as it is typed: full-width digits, separators and a percent sign of a share are understood. NaN if it is none.
function typedNumber(text, input) {
  const plain = text.normalize("NFKC").replace(/[\s,_'，]/g, "").replace(/[−–]/g, "-");
  const percent = /%$/.test(plain) && input.percent, digits = percent ? plain.slice(0, -1) : plain;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(digits)) return NaN;
  return percent ? Number(`${digits}e-2`) : Number(digits);
}

// The number of a day, as spreadsheets count them. NaN if there is no such day.
function typedDay(text) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text.normalize("NFKC").trim());
  if (!parts) return NaN;
  const day = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return new Date(day).toISOString().slice(0, 10) === parts[0] ? day / MILLISECONDS_OF_A_DAY + DAYS_BEFORE_1970 : NaN;
}

const typedValue = (text, input) => (input.kind === "date" ? typedDay(text) : typedNumber(text, input));

// Why a value cannot be that of an input: what is expected, and how to mend it; nothing where it can.
function refusalOf(place, value) {
  const problem = inputProblem(PLAN.refusals.data, PLAN.inputs[place].key, place, value) || dayProblem(place, value);
  return problem ? said("not_applied", problem.expected[NOW.at], problem.remedy[NOW.at]) : "";
}

// A day of which the years cannot be counted.
function dayProblem(place, value) {
  const isOutside = PLAN.inputs[place].kind === "date" && !(value >= FIRST_DAY_TYPED && value <= LAST_DAY_TYPED);
  return isOutside ? {expected: fieldAt(place).expected, remedy: PLAN.refusals.data.remedies.day} : null;
}

const FIRST_DAY_TYPED = 18264, LAST_DAY_TYPED = 146462;  // 1950-01-01 and 2300-12-31

// A value as a field holds it: all of its digits.
const fieldText = (input, value) => (input.kind === "date" ? dayText(value) : String(value));

const choicesOf = (input) => fieldAt(PLAN.places.get(input.key)).choices;

// A value as a reader sees it.
function inputText(input, value) {
  if (input.choices) return choicesOf(input)[value][NOW.at];
  if (input.kind === "date") return dayText(value);
  return cellText(value, {decimals: null, grouped: true}, {digits: SHOWN_DIGITS});
}

function inputTextWithUnit(input, value) {
  const text = inputText(input, value);
  return input.unit !== undefined ? `${text} ${told(input.unit)}` : text;
}

// As a file states it: a date as text, a choice by its key.
function statedText(input, value) {
  if (input.choices) return input.choices[value];
  return input.kind === "date" ? dayText(value) : String(value);
}
