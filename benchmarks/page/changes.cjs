// Times one change on each page, and the layout of the same page without any change: node changes.cjs PAGE... prints JSON.
"use strict";

const { pathToFileURL } = require("url");
const { chromium } = require("playwright-core");

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const RUNS = Number(process.env.RUNS || 200);

// Milliseconds of each run, the calculation, all cells, the pictures and the layout of the page included.
const changed = (runs) => {
  const {place, step} = PLAN.sliders[0], times = [];
  for (let run = 0; run < runs; run += 1) {
    const begun = performance.now();
    change([[place, placeOnSlider(PLAN.delivered[place], step, 1 + (run % 2))]], null);
    document.body.offsetHeight;
    times.push(performance.now() - begun);
  }
  return times;
};

const laidOut = (runs) => {
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    document.querySelector("main").style.maxWidth = `${1100 + (run % 2)}px`;
    const begun = performance.now();
    document.body.offsetHeight;
    times.push(performance.now() - begun);
  }
  return times;
};

(async () => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS }), told = {};
  try {
    for (const file of process.argv.slice(2)) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await page.goto(pathToFileURL(file).href);
      told[file] = { change: await page.evaluate(changed, RUNS), layout: await page.evaluate(laidOut, RUNS) };
      await page.close();
    }
  } finally {
    await browser.close();
  }
  process.stdout.write(JSON.stringify(told));
})();
