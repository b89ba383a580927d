// Opens pages in Chromium and prints as JSON what is seen there: node in_browser.cjs FOLDER. FOLDER/asked.json says which pages and
// changes; nothing is loaded from anywhere but the folder.
"use strict";

const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const folder = process.argv[2], asked = JSON.parse(fs.readFileSync(path.join(folder, "asked.json"), "utf8"));
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const address = (name) => pathToFileURL(path.join(folder, `${name}.html`)).href;
const told = { messages: [], requests: [] };
let browser;

async function open(name, options = {}, hash = "") {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => told.messages.push(`${name}: ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => told.messages.push(`${name}: error: ${error.stack}`));
  page.on("dialog", (dialog) => { told.messages.push(`${name}: dialog`); dialog.dismiss(); });
  page.on("request", (request) => { if (!request.url().startsWith("file:")) told.requests.push(request.url()); });
  await page.goto(address(name) + hash);
  return page;
}

// Every figure that is seen, by its chapter and table, its line and its period; and what stands in sentences.
const figuresOf = () => {
  const text = (node) => (node.firstChild && node.firstChild.nodeType === 3 ? node.firstChild.data : node.textContent);
  const cells = {}, seen = (node) => !node.closest("[hidden]");
  for (const node of document.querySelectorAll("main [data-v]")) {
    const [line, , period, count] = node.dataset.v.split(","), table = node.closest("table"), section = node.closest("section");
    const where = [section.id, table ? [...section.querySelectorAll("table")].indexOf(table) : ""].join("/");
    for (let place = 0, here = node; place < Number(count || 1); place += 1, here = here.nextElementSibling) {
      const key = [where, line, period || "", place, table ? node.closest("tr").rowIndex === 0 : ""].join(" ");
      if (seen(here)) (cells[key] = cells[key] || []).push(text(here));
    }
  }
  const said = [...document.querySelectorAll("#verdict, #margins, #conditions p, [data-s], #stress .answer")].map((node) => node.textContent);
  const ranked = [...document.querySelectorAll("table[data-key] tbody tr")].filter((row) => !row.hidden).map((row) => [...row.cells].slice(0, 4).map((cell) => cell.textContent));
  return { cells, said, ranked };
};

const open_all = () => document.querySelectorAll("details").forEach((node) => (node.open = true));

async function everyWhatIf() {
  const found = {};
  for (const [lang, names] of Object.entries(asked.compared)) {
    const page = await open(`lujia_${lang}`);
    await page.evaluate(open_all);
    for (const name of names) {
      await page.evaluate((values) => {
        change(changedInputs().map((place) => [place, PLAN.delivered[place]]), null);
        change(Object.entries(values).map(([key, value]) => [PLAN.places.get(key), value]), null);
        finishLater();
      }, asked.whatIfs[name]);
      await page.waitForTimeout(20);
      const live = await page.evaluate(figuresOf), problem = await page.textContent("#problem");
      const written = await open(`${name}_${lang}`, { javaScriptEnabled: false });
      found[`${name}_${lang}`] = { live, problem, written: await written.$$eval("main", figuresOf) };
      await written.context().close();
    }
    await page.context().close();
  }
  return found;
}

async function byHand() {
  const page = await open("lujia_en"), found = {};
  found.exchanged = await page.evaluate(() => document.documentElement.dataset.exchanged);
  const slider = page.locator("#sliders input[type=range]").first();
  await slider.focus();
  for (let press = 0; press < 6; press += 1) await page.keyboard.press("ArrowRight");
  found.byKeys = await page.evaluate(() => changedInputs().map((place) => [PLAN.inputs[place].key, NOW.inputs[place]]));
  found.spoken = await slider.getAttribute("aria-valuetext");
  found.changed = await page.innerText("#what-if");
  found.title = await page.title();
  await page.waitForTimeout(400);
  found.link = new URL(page.url()).hash;
  await page.locator("#copy").click();
  found.scenario = await page.$$eval("#scenario textarea", (nodes) => nodes.map((node) => node.value));
  await page.keyboard.press("Escape");
  found.focusAfterScenario = await page.evaluate(() => document.activeElement.id);
  const field = page.locator("#sliders input[type=text]").nth(1);
  await field.fill("一二三");
  found.wrong = [await page.locator("#sliders .message").nth(1).innerText(), await field.getAttribute("aria-invalid")];
  found.notApplied = await page.evaluate(() => changedInputs().length);
  await field.fill("６，０００");
  found.fullWidth = await page.evaluate(() => NOW.inputs[PLAN.sliders[1].place]);
  await page.locator("#changes .back").first().click();
  found.afterOneBack = await page.evaluate(() => changedInputs().length);
  await page.locator("#reset").click();
  found.afterReset = [await page.isVisible("#what-if"), await page.innerText("#verdict")];
  await page.evaluate(() => change([[PLAN.places.get("land_quota.receipts.first.share"), 0.7]], null));
  found.broken = [await page.innerText("#problem"), await page.evaluate(() => document.documentElement.classList.contains("stale"))];
  await page.locator("#reset").click();
  const figure = page.locator(".keys b").nth(1);
  await figure.focus();
  await page.keyboard.press("Enter");
  found.explanation = await page.innerText("#explanation");
  await page.evaluate(() => document.querySelectorAll("#explanation details").forEach((node) => (node.open = true)));
  await page.keyboard.press("Escape");
  found.focusAfterExplanation = await page.evaluate(() => document.activeElement.closest("dd") !== null);
  // The dialog is filled for every figure, but shown for none: to show it takes the browser twenty times as long.
  found.unexplained = await page.evaluate(() => CELLS.sections.flatMap(({cells}) => cells).filter((cell) => {
    const dialog = Object.assign(document.getElementById("explanation"), {showModal() { this.open = true; }, close() { this.open = false; }, hidden: true});
    explainCell(cell.node);
    const isOpen = dialog.open, isBeside = cell.line >= PLAN.lines.length + PLAN.inputs.length;
    if (isOpen) dialog.close();
    return isOpen === (isBeside || Boolean(PLAN.forms[cell.form].was));
  }).length);
  await page.evaluate(() => { document.getElementById("explanation").hidden = false; });
  await page.locator("#language").click();
  found.other = [await page.innerText("#verdict"), await page.getAttribute("html", "lang"), await page.locator(".keys b").first().innerText()];
  await page.context().close();
  const again = await open("lujia_en", {}, found.link);
  found.again = await again.evaluate(() => changedInputs().map((place) => [PLAN.inputs[place].key, NOW.inputs[place]]));
  await again.context().close();
  found.junk = {};
  for (const [name, hash] of Object.entries(asked.junk)) {
    const junk = await open("lujia_en", {}, hash.replace("MARK", found.link.split("~")[1]));
    found.junk[name] = await junk.evaluate(() => [changedInputs().length, document.getElementById("note").textContent, NOW.language]);
    await junk.context().close();
  }
  return found;
}

async function onPhone() {
  const page = await open("lujia_zh", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const found = { wider: await page.evaluate(() => document.documentElement.scrollWidth - innerWidth) };
  const slider = page.locator("#sliders input[type=range]").nth(2);
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  await page.touchscreen.tap(box.x + box.width * 0.2, box.y + box.height / 2);
  found.byTouch = await page.evaluate(() => changedInputs().length);
  await page.evaluate(open_all);
  found.widerOpen = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  found.charts = await page.$$eval(".cash svg", (nodes) => nodes.map((node) => Number(node.getAttribute("width"))));
  await page.context().close();
  return found;
}

async function judgedByAxe() {
  const found = {};
  for (const [name, prepare] of [["lujia_zh", open_all], ["hostile", () => {}]]) {
    const page = await open(name, { bypassCSP: true });
    await page.evaluate(prepare);
    if (name === "lujia_zh") await page.evaluate(() => change([[PLAN.sliders[0].place, 12]], null));
    if (name === "hostile") await page.evaluate(() => change([[PLAN.places.get("land_quota.receipts.first.share"), 0.7]], null));
    else await page.evaluate(() => finishLater());
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    found[name] = violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 3).map(({ html, failureSummary }) => [html.slice(0, 160), failureSummary.slice(0, 300)]) }));
    await page.context().close();
  }
  return found;
}

async function printed() {
  const page = await open("lujia_zh");
  await page.evaluate(() => change([[PLAN.sliders[0].place, 12]], null));
  await page.emulateMedia({ media: "print" });
  const seen = await page.evaluate(() => ["#sliders", ".tools", "#what-if", ".inputs select"].map((query) => { const node = document.querySelector(query); return node.getClientRects().length > 0; }));
  const pdf = await page.pdf({ preferCSSPageSize: true });
  fs.writeFileSync(path.join(folder, "lujia.pdf"), pdf);
  await page.context().close();
  return { seen, bytes: pdf.length };
}

async function still() {
  const found = {};
  for (const name of ["lujia_en", "tampered"]) {
    const page = await open(name, { javaScriptEnabled: name === "tampered" });
    found[name] = {
      verdict: await page.innerText("#verdict"), pictures: await page.locator("figure svg").count(),
      controls: await page.$$eval("button, input, select, dialog", (nodes) => nodes.filter((node) => node.getClientRects().length).length),
      live: await page.$eval("html", (node) => node.classList.contains("live")), cells: await page.locator("td").count(),
    };
    await page.context().close();
  }
  return found;
}

async function hardPlans() {
  const found = {};
  for (const name of asked.plans) {
    const page = await open(name);
    await page.evaluate(open_all);
    found[name] = await page.evaluate(() => {
      const first = PLAN.sliders[0];
      if (first) change([[first.place, placeOnSlider(PLAN.delivered[first.place], first.step, first.above || -first.below)]], null);
      if (PLAN.periods < 100) finishLater();
      const changed = changedInputs().length;
      change(changedInputs().map((place) => [place, PLAN.delivered[place]]), null);
      clearTimeout(LATER_WORK.timer);
      return { exchanged: document.documentElement.dataset.exchanged, changed, problem: document.getElementById("problem").textContent,
        scripts: document.querySelectorAll("script").length, images: document.querySelectorAll("img").length,
        heading: document.querySelector("h1").textContent, wider: document.documentElement.scrollWidth - innerWidth };
    });
    await page.context().close();
  }
  return found;
}

(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
  try {
    for (const part of [byHand, everyWhatIf, onPhone, still, hardPlans, printed, judgedByAxe]) {
      const begun = Date.now();
      told[part.name] = await part();
      process.stderr.write(`${part.name} ${Date.now() - begun} ms\n`);
    }
  } finally {
    await browser.close();
  }
  process.stdout.write(JSON.stringify(told));
})();
