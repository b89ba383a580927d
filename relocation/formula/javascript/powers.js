// A power that is right to the last digit, and so the same in every engine. It is worked out in pairs of numbers, high + low,
// which hold twice the digits; a function of pairs gives the high part and leaves the low one in LOW[0].
const LOW = new Float64Array(1);
const BITS = new DataView(new ArrayBuffer(8));
const HALVES = 134217729; // 2^27 + 1 cuts a number into halves whose products are exact
const LN2 = 0.6931471805599453;
const LN2_LOW = 2.3190468138462996e-17;
const STEPS = 64; // of the tables, from 1 to 2
const UNITS_OF_ONE = 4503599627370496; // 2^52: from here on there is nothing below 1
const LARGEST_PRODUCT = 1024; // whole powers up to this one are products
const SAFE_EXPONENT = 900; // of two: within it no part of a product is lost

function pairSum(a, b) {
  const sum = a + b;
  const part = sum - a;
  LOW[0] = a - (sum - part) + (b - part);
  return sum;
}

function pairOf(high, low) {
  const sum = high + low;
  LOW[0] = low - (sum - high);
  return sum;
}

function pairPlus(a, aLow, b, bLow) {
  const sum = pairSum(a, b);
  return pairOf(sum, LOW[0] + (aLow + bLow));
}

function pairTimes(a, aLow, b, bLow) {
  const product = a * b;
  const aCut = HALVES * a;
  const bCut = HALVES * b;
  const aTop = aCut - (aCut - a);
  const bTop = bCut - (bCut - b);
  const aRest = a - aTop;
  const bRest = b - bTop;
  const lost = aTop * bTop - product + aTop * bRest + aRest * bTop + aRest * bRest;
  return pairOf(product, lost + (a * bLow + aLow * b));
}

function pairOver(a, aLow, b, bLow) {
  const quotient = a / b;
  const back = pairTimes(quotient, 0, b, bLow);
  const left = pairPlus(a, aLow, -back, -LOW[0]);
  return pairOf(quotient, (left + LOW[0]) / b);
}

// The sum of a table of coefficients times rising powers of x.
function pairSeries([highs, lows], x, xLow) {
  let sum = highs[highs.length - 1];
  let low = lows[lows.length - 1];
  for (let power = highs.length - 2; power >= 0; power--) {
    const product = pairTimes(sum, low, x, xLow);
    sum = pairPlus(product, LOW[0], highs[power], lows[power]);
    low = LOW[0];
  }
  return sum;
}

// A table of pairs, as its high and its low parts.
function tableOf(length, entry) {
  const [highs, lows] = [new Float64Array(length), new Float64Array(length)];
  for (let place = 0; place < length; place++) {
    highs[place] = entry(place);
    lows[place] = LOW[0];
  }
  return [highs, lows];
}

const oddParts = (terms) => tableOf(terms, (term) => pairOver(2, 0, 2 * term + 1, 0));
const inverseFactorials = (terms) => {
  let before = 1;
  return tableOf(terms, (term) => (before = term ? pairOver(before, LOW[0], term, 0) : pairOf(1, 0)));
};
const ODD_PARTS = oddParts(8);
const INVERSE_FACTORIALS = inverseFactorials(12);
const MANY_ODD_PARTS = oddParts(24);
const MANY_INVERSE_FACTORIALS = inverseFactorials(30);
const LOGARITHMS = tableOf(2 * STEPS, (step) => logarithmByAtanh(step - STEPS, step + STEPS, 0, MANY_ODD_PARTS));
const ROOTS_OF_TWO = tableOf(STEPS, (step) => {
  const exponent = pairTimes(step, 0, LN2 / STEPS, LN2_LOW / STEPS);
  return pairSeries(MANY_INVERSE_FACTORIALS, exponent, LOW[0]);
});

// ln((1 + s) / (1 - s)) for a small s = above / below, as 2 s (1 + s^2 / 3 + s^4 / 5 + ...).
function logarithmByAtanh(above, below, belowLow, parts) {
  const s = pairOver(above, 0, below, belowLow);
  const sLow = LOW[0];
  const square = pairTimes(s, sLow, s, sLow);
  const sum = pairSeries(parts, square, LOW[0]);
  return pairTimes(sum, LOW[0], s, sLow);
}

function exponentOfTwo(x) {
  BITS.setFloat64(0, x);
  return ((BITS.getUint32(0) >>> 20) & 2047) - 1023;
}

function powerOfTwo(exponent) {
  BITS.setUint32(0, (exponent + 1023) << 20);
  BITS.setUint32(4, 0);
  return BITS.getFloat64(0);
}

function pairLogarithm(x) {
  if (x < 2.2250738585072014e-308) {
    const larger = pairLogarithm(x * powerOfTwo(64));
    const largerLow = LOW[0];
    const shift = pairTimes(-64, 0, LN2, LN2_LOW);
    return pairPlus(larger, largerLow, shift, LOW[0]);
  }
  let exponent = exponentOfTwo(x);
  let part = x * powerOfTwo(-exponent >> 1) * powerOfTwo(-exponent - (-exponent >> 1));
  if (part > Math.SQRT2) {
    part /= 2;
    exponent += 1;
  }
  const step = Math.round(part * STEPS);
  const around = pairSum(part, step / STEPS);
  const near = logarithmByAtanh(part - step / STEPS, around, LOW[0], ODD_PARTS);
  const sum = pairPlus(LOGARITHMS[0][step], LOGARITHMS[1][step], near, LOW[0]);
  const sumLow = LOW[0];
  const shift = pairTimes(exponent, 0, LN2, LN2_LOW);
  return pairPlus(shift, LOW[0], sum, sumLow);
}

// The exponential of a pair, as a number.
function exponentialOfPair(high, low) {
  const steps = Math.round((high * STEPS) / LN2);
  const away = pairTimes(-steps, 0, LN2 / STEPS, LN2_LOW / STEPS);
  const rest = pairPlus(high, low, away, LOW[0]);
  const near = pairSeries(INVERSE_FACTORIALS, rest, LOW[0]);
  const nearLow = LOW[0];
  const step = steps & (STEPS - 1);
  const value = pairTimes(near, nearLow, ROOTS_OF_TWO[0][step], ROOTS_OF_TWO[1][step]);
  return scaledByTwo(value, LOW[0], (steps - step) / STEPS);
}

// A pair times a power of two, as a number; below the smallest normal number it is rounded once, not twice.
function scaledByTwo(value, low, exponent) {
  if (exponent > 1000) return value * powerOfTwo(1000) * powerOfTwo(exponent - 1000);
  if (exponent >= -1000) return value * powerOfTwo(exponent);
  if (exponent < -1100) return 0;
  const units = value * powerOfTwo(exponent + 1074);
  if (units >= UNITS_OF_ONE) return value * powerOfTwo(exponent + 200) * powerOfTwo(-200);
  const sum = pairSum(UNITS_OF_ONE, units);
  const whole = sum + (LOW[0] + low * powerOfTwo(exponent + 1074)) - UNITS_OF_ONE;
  return whole * powerOfTwo(-1000) * powerOfTwo(-74);
}

// By squaring; exact wherever the result has no more digits than a pair.
function wholePower(x, times) {
  let [square, squareLow] = [x, 0];
  let [product, productLow] = [1, 0];
  for (let left = Math.abs(times); left > 0; left >>= 1) {
    if (left & 1) {
      product = pairTimes(product, productLow, square, squareLow);
      productLow = LOW[0];
    }
    square = pairTimes(square, squareLow, square, squareLow);
    squareLow = LOW[0];
  }
  return times < 0 ? pairOver(1, 0, product, productLow) : product;
}

function powerAboveZero(x, y) {
  if (y === 1) return x;
  if (y === 2) return x * x;
  if (y === -1) return 1 / x;
  if (y === 0.5) return Math.sqrt(x);
  const isWhole = Math.abs(y) <= LARGEST_PRODUCT && Number.isInteger(y);
  if (isWhole && (Math.abs(exponentOfTwo(x)) + 1) * Math.abs(y) < SAFE_EXPONENT) return wholePower(x, y);
  const logarithm = pairLogarithm(x);
  if (y * logarithm > 710) return Infinity;
  if (y * logarithm < -746) return 0;
  const exponent = pairTimes(y, 0, logarithm, LOW[0]);
  return exponentialOfPair(exponent, LOW[0]);
}

// As Python's x ** y, which refuses a result too large for a number, a division by nothing and a root of less than nothing.
function power(x, y) {
  if (y === 0 || x === 1 || (x === -1 && Math.abs(y) === Infinity)) return 1;
  if (!Number.isFinite(x) || !Number.isFinite(y)) return x ** y;
  if (x === 0) return y < 0 ? refused() : x ** y;
  if (x < 0 && !Number.isInteger(y)) return refused();
  const size = powerAboveZero(Math.abs(x), y);
  if (size === Infinity) return refused();
  return x < 0 && y % 2 !== 0 ? -size : size;
}
