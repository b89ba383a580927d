// Writes numbers as numbers.py does: by the form of a unit, which Python gives as data (`number_form`).
// Halves go away from zero, seen from the shortest decimal text of the number.
"use strict";

const NOTHING_SHOWN = "-", NOT_AVAILABLE_SHOWN = "n/a";
const MOST_DECIMALS_TOLD = 12, WHOLE_BELOW = 1e15;
const DAYS_BEFORE_1970 = 25569, MILLISECONDS_OF_A_DAY = 86400000, DAY_OF_YEAR_1 = -693593, DAY_OF_YEAR_9999 = 2958465;

// A number for a sentence. `how`, or the form itself, may say `signed`, `digits`, `before`, as of an Amount.
function numberText(value, form, how) {
  const {signed, digits, before} = Object.assign({}, form, how);
  return (before || "") + plainNumberText(value, form, signed, digits || 0);
}

// A number for a cell: a dash where there is nothing to show. What is told by its digits, or has something before it, is a number.
function cellText(value, form, how) {
  const {signed, digits, before} = Object.assign({}, form, how);
  if (before) return numberText(value, form, how);
  const text = plainNumberText(value, form, signed, digits || 0);
  const isZero = !/[^0.,]/.test(text.replace(" %", ""));
  return isZero && !digits && (signed || form.accounts) ? NOTHING_SHOWN : text;
}

// The same with the name of the unit behind it where the form has one (`named`: English, Chinese).
function amountText(value, form, lang, how) {
  const text = cellText(value, form, how);
  return form.named ? `${text} ${form.named[lang === "zh" ? 1 : 0]}` : text;
}

function plainNumberText(value, form, signed, digits) {
  if (value === null || value === undefined) return NOTHING_SHOWN;
  if (!Number.isFinite(value)) return NOT_AVAILABLE_SHOWN;
  if (form.date) return dayText(value).slice(0, form.date);
  const number = decimalOf(value), power = form.power || 0, sign = form.sign || "";
  const text = form.beyond && value >= form.beyond ? `>${decimalText(decimalOf(form.beyond), power, 0, form.grouped !== false)}`
    : form.large && value >= form.large ? magnitudeText(number.digits, number.point + power)
    : decimalText(number, power, decimalsOf(value, number, form, digits), form.grouped !== false);
  return (signed && value > 0 && /[1-9E]/.test(text) ? "+" : "") + text + sign;
}

// The date of a day number, as spreadsheets count days.
function dayText(day) {
  const whole = Math.floor(day);
  if (whole < DAY_OF_YEAR_1 || whole > DAY_OF_YEAR_9999) return NOT_AVAILABLE_SHOWN;
  return new Date((whole - DAYS_BEFORE_1970) * MILLISECONDS_OF_A_DAY).toISOString().slice(0, 10);
}

// The shortest decimal text of a number as its digits and the place of the point among them: 0.digits * 10 ** point.
function decimalOf(value) {
  const [digits, exponent] = Math.abs(value).toExponential().split("e");
  return {negative: value < 0, digits: digits.replace(".", ""), point: value === 0 ? 1 : Number(exponent) + 1};
}

function decimalsOf(value, number, form, digits) {
  const power = form.power || 0;
  if (digits) {
    const whole = value === 0 ? 1 : number.point + power;
    return decimalsNeeded(number, power, Math.min(Math.max(digits - whole, 0), MOST_DECIMALS_TOLD));
  }
  const isWhole = Number.isInteger(value);
  if (form.parts && !isWhole) return decimalsNeeded(number, power, form.parts);
  if (form.decimals !== null) return form.decimals;
  if (form.most) return decimalsNeeded(number, power, form.most);
  return isWhole && Math.abs(value) < WHOLE_BELOW ? 0 : 2;
}

// As many decimals as there are, up to some.
function decimalsNeeded(number, power, most) {
  const digits = shiftedDigits(number, power + most), zeros = /0*$/.exec(digits)[0].length;
  return zeros === digits.length ? 0 : Math.max(most - zeros, 0);
}

// The whole number next to the number times a power of ten, as its digits.
function shiftedDigits(number, power) {
  const kept = number.point + power, digits = number.digits;
  if (kept < 0) return "0";
  if (kept >= digits.length) return digits + "0".repeat(kept - digits.length);
  const whole = digits.slice(0, kept);
  return digits[kept] >= "5" ? oneMore(whole) : whole || "0";
}

function oneMore(digits) {
  const nines = /9*$/.exec(digits)[0].length, rest = digits.slice(0, digits.length - nines);
  const last = rest ? rest.slice(0, -1) + String(Number(rest[rest.length - 1]) + 1) : "1";
  return last + "0".repeat(nines);
}

function decimalText(number, power, decimals, grouped) {
  const digits = shiftedDigits(number, power + decimals).padStart(decimals + 1, "0");
  const first = digits.length - decimals, whole = digits.slice(0, first).replace(/^0+(?=\d)/, "");
  const text = grouped ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  const sign = number.negative && /[1-9]/.test(digits) ? "-" : "";
  return sign + text + (decimals ? `.${digits.slice(first)}` : "");
}

// 1.2E+07
function magnitudeText(digits, point) {
  const two = shiftedDigits({digits, point}, 2 - point), exponent = point - 1 + (two.length - 2);
  return `${two[0]}.${two[1]}E+${String(exponent).padStart(2, "0")}`;
}

// A text, in English and Chinese, in which {name} stands for a figure and {name:form} says how it is written (wording.py). A figure
// is a number, a text in both languages, or `{each: [...]}` of them, which stand with commas.
function filledText(text, figures, forms, lang) {
  const place = lang === "zh" ? 1 : 0;
  return text[place].replace(/\{(\w+)(?::(\w+))?\}/g, (_, name, form) => figureText(figures[name], forms[form], place));
}

function figureText(figure, form, place) {
  if (typeof figure === "number") return numberText(figure, form[place]);
  if (Array.isArray(figure)) return figure[place];
  return figure.each.map(each => figureText(each, form, place)).join(place ? "、" : ", ");
}

// A period in a table, by its first day: 2016, or 2016-04 where periods are shorter than a year.
function periodText(day, months) {
  return dayText(day).slice(0, months === 12 ? 4 : 7);
}

// A period in a sentence, in English and Chinese.
function periodWords(day, months) {
  const text = periodText(day, months), [year, month] = text.split("-").map(Number);
  return [text, month ? `${year}年${month}月` : `${year}年`];
}
