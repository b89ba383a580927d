// Makes a timeline longer for money that comes late, as longer_timeline.py does, by its data.
"use strict";

// Periods by which the timeline is too short for the last quota money if it comes so many months later.
function missingPeriods(longer, of, months) {
  const [area, price] = longer.quota.map(of);
  if (!(area * price > 0)) return 0;
  const periods = longer.receipts.filter(([share]) => of(share) !== 0).map(([, period]) => of(period));
  const last = periods.length ? Math.max(...periods) : 1;
  return Math.max(0, last + Math.ceil((of(longer.delay) + months) / of(longer.months)) - of(longer.periods));
}

// The inputs that change where the timeline is so much longer: yearly flows that the old end cut off keep that end.
function longerChanges(longer, of, periods) {
  const last = of(longer.periods), changes = {[longer.periods]: last + periods};
  for (const [start, duration] of longer.yearly) {
    const left = last - of(start) + 1;
    if (of(duration) === 0 || of(duration) > left) changes[duration] = left;
  }
  return changes;
}
