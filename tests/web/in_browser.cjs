// Uses the pages of `relocation web` in Chromium as people do, and prints as JSON what is seen: node in_browser.cjs FOLDER ADDRESS.
// The files that are sent lie in FOLDER; what is downloaded is laid there too.
"use strict";

const fs = require("fs");
const path = require("path");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [folder, address] = process.argv.slice(2), asked = JSON.parse(fs.readFileSync(path.join(folder, "asked.json"), "utf8"));
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const PATIENCE = 300000, FRAME = "relocation-report", ZONE = ".drop input", WORKBOOK = "application/octet-stream";
const REFUSED = "Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"; // Chromium's word on any such page
const told = { messages: [], elsewhere: [], wider: {}, serious: {} };
let browser;

const file = (name) => path.join(folder, name);

async function start(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", ...options });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  watch(page);
  context.on("request", (request) => { if (!request.url().startsWith(address) && request.url() !== "data:,") told.elsewhere.push(request.url()); });
  await page.goto(address);
  return page;
}

function watch(page) {
  page.on("console", (message) => { if (message.text() !== REFUSED) told.messages.push(`${message.type()}: ${message.text()}`); });
  page.on("pageerror", (error) => told.messages.push(`error: ${error.stack}`));
  page.on("dialog", (dialog) => { told.messages.push("dialog"); dialog.dismiss(); });
}

const answered = (page, name, action) =>
  Promise.all([page.waitForNavigation({ url: address + name, waitUntil: "domcontentloaded" }), action()]);

// A page that opens beside another, which stays.
async function beside(page, action) {
  const [other] = await Promise.all([page.context().waitForEvent("page"), action()]);
  watch(other);
  await other.waitForURL(`${address}compare`);
  await other.waitForLoadState("domcontentloaded");
  return other;
}

async function below(page, live = true) {
  const frame = page.frame({ name: FRAME });
  await frame.waitForSelector(live ? "html.live h1" : "h1", { state: "attached" });
  return frame;
}

async function downloaded(page, name, action) {
  const [download] = await Promise.all([page.waitForEvent("download"), action()]);
  await download.saveAs(file(name));
  return download.suggestedFilename();
}

// How much wider than a phone a page is, and what axe says of it.
async function judged(page, name) {
  const size = page.viewportSize(), wider = () => document.documentElement.scrollWidth - innerWidth;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.evaluate(() => document.querySelectorAll("details").forEach((node) => (node.open = true)));
  told.wider[name] = [await page.evaluate(wider)];
  const frame = page.frame({ name: FRAME });
  if (frame) told.wider[name].push(await frame.evaluate(wider));
  await page.evaluate(axe);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ ...size, width });
    const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"], iframes: false }));
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    told.serious[`${name} ${width}`] = serious.map(({ id, nodes }) => [id, nodes[0].html.slice(0, 200), nodes[0].failureSummary]);
  }
  await page.evaluate(() => document.querySelectorAll("details").forEach((node) => (node.open = false)));
  await page.setViewportSize(size);
}

// A real drop: the events that a browser sends, with a file in them.
async function drop(page, onto, names) {
  const files = names.map((name) => [name, fs.readFileSync(file(name)).toString("base64")]);
  const data = await page.evaluateHandle((sent) => {
    const transfer = new DataTransfer();
    for (const [name, base64] of sent) transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
    return transfer;
  }, files);
  await page.dispatchEvent(onto, "dragover", { dataTransfer: data });
  const isOver = await page.$eval(".drop", (node) => node.classList.contains("over"));
  await page.dispatchEvent(onto, "drop", { dataTransfer: data });
  return isOver;
}

const rows = (page) => page.$$eval(".problems tbody tr", (found) => found.map((row) => [...row.cells].map((cell) => cell.innerText)));
const texts = (page, query) => page.$$eval(query, (nodes) => nodes.filter((node) => node.getClientRects().length).map((node) => node.innerText));
const languages = (page) => page.$$eval("input[name=lang]", (nodes) => [...new Set(nodes.map((node) => node.value))]);
const unusable = (page) => page.$$eval("button:disabled, .busy, .working:not(:empty)", (nodes) => nodes.length);
const reportTold = () => ({
  figures: [...document.querySelectorAll(".keys b")].map((node) => node.textContent),
  verdict: document.getElementById("verdict").innerText, margins: document.getElementById("margins").innerText,
  changed: changedInputs().map((place) => [PLAN.inputs[place].key, NOW.inputs[place]]), language: document.documentElement.lang,
  hidden: ["link", "language", "print", "copy"].filter((id) => document.getElementById(id).hidden),
});

// A good workbook with scenarios: dropped, its report moved, taken along, compared with its scenarios and with another file.
async function dropped() {
  const page = await start(), found = {};
  await judged(page, "start");
  found.several = [await drop(page, ".drop", ["good.xlsx", "other.xlsx"]), await texts(page, ".warning"), await page.$eval(ZONE, (input) => input.files.length)];
  await answered(page, "judge", () => drop(page, "h1", ["good.xlsx"]));
  found.heading = await page.innerText("h1");
  found.verdict = await texts(page, ".verdict");
  const frame = await below(page);
  found.report = await frame.evaluate(reportTold);
  await frame.focus("#sliders input[type=range] >> nth=0");
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("ArrowRight");
  await frame.evaluate(() => finishLater());
  found.moved = await frame.evaluate(reportTold);
  await frame.click("#copy");
  found.scenario = await frame.$eval("#scenario textarea", (node) => node.value);
  await page.keyboard.press("Escape");
  const named = (what) => page.click(`button[value=${what}]`);
  found.names = [await downloaded(page, "report_en.html", () => named("report").then(async () => (found.follows = await texts(page, ".follows"))))];
  await judged(page, "judged");
  await page.click(".switch");
  await frame.waitForFunction(() => NOW.language === "zh");
  found.switched = { verdict: await texts(page, ".verdict"), report: await frame.evaluate(reportTold), languages: await languages(page) };
  found.names.push(await downloaded(page, "document_zh.docx", () => named("document")));
  found.names.push(await downloaded(page, "workbook_zh.xlsx", () => named("workbook")));
  found.unusable = await unusable(page);
  await page.click(".menu:not(.looked) summary");
  const compared = () => beside(page, () => page.click(".menu .go"));
  const scenarios = await compared();
  found.scenarios = await texts(await below(scenarios, false), ".verdicts tbody th");
  await judged(scenarios, "compared");
  await scenarios.close();
  await page.setInputFiles(".menu input[type=file]", file("other.xlsx"));
  const files = await compared();
  found.compared = await files.innerText("h1");
  found.stays = (await frame.evaluate(reportTold)).changed;
  await files.click(".first-page");
  await files.waitForURL((url) => url.pathname === "/");
  found.home = [await files.innerText("h1"), await files.getAttribute("html", "lang")];
  await page.context().close();
  return found;
}

// Bad files one after the other, each after going back; the last is mended on the page that tells what is wrong.
async function bad() {
  const page = await start(), found = { told: {}, back: [] };
  for (const name of asked.bad) {
    await answered(page, "judge", () => page.setInputFiles(ZONE, file(name)));
    found.told[name] = [await page.innerText("h1"), await rows(page)];
    if (name === asked.bad[asked.bad.length - 1]) break;
    await page.goBack();
    await page.waitForURL(address);
    found.back.push(await unusable(page));
  }
  await judged(page, "refused");
  await page.setInputFiles(ZONE, file("large.xlsx"));
  found.large = [await texts(page, ".warning"), page.url()];
  await page.emulateMedia({ media: "print" });
  found.printed = [await page.isVisible(".again"), (await texts(page, ".problems tbody tr")).length];
  await page.emulateMedia({ media: "screen" });
  await answered(page, "judge", () => drop(page, ".drop", ["other.xlsx"]));
  found.mended = await texts(page, ".verdict");
  await page.emulateMedia({ media: "print" });
  found.printedReport = [await page.isVisible("iframe"), await texts(page, ".on-paper")];
  await page.context().close();
  return found;
}

// By the keyboard alone, in the browser of a Chinese reader: to the file, to the mended file, to the download; then the remedy of
// a number that is fixed, to the letter.
async function byKeyboard() {
  const page = await start({ locale: "zh-CN" }), found = { language: await page.getAttribute("html", "lang") };
  const reach = async (query) => {
    for (let press = 0; press < 40; press += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((wanted) => document.activeElement.matches(wanted), query)) return press + 1;
    }
    throw new Error(`${query} is not reached`);
  };
  const choose = async (query, name) => {
    await reach(query);
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Space")]);
    await chooser.setFiles(file(name));
  };
  found.stops = await reach("#other");
  await page.keyboard.press("Space");
  found.english = [await page.innerText("h1"), await languages(page)];
  await page.keyboard.press("Space");
  await answered(page, "judge", () => choose(ZONE, "fixed.xlsx"));
  found.told = [await page.innerText("h1"), await rows(page)];
  await answered(page, "judge", () => choose(ZONE, "good_zh.xlsx"));
  found.verdict = await texts(page, ".verdict");
  await reach("button[value=workbook]");
  found.name = await downloaded(page, "by_keyboard.xlsx", () => page.keyboard.press("Enter"));
  await reach(".looked summary");
  await page.keyboard.press("Enter");
  found.looked = (await rows(page)).length;
  await page.click(".first-page");
  const card = page.locator(".card", { has: page.getByRole("heading", { name: asked.newTemplate }) });
  await card.locator("input[type=file]").setInputFiles(file("fixed.xlsx"));
  found.remedy = await downloaded(page, "unfixed.xlsx", () => card.locator("button").click());
  found.atHome = await unusable(page);
  await page.context().close();
  return found;
}

// A file over the limit is told before it is sent; a new template; two files compared, on the screen of a phone.
async function onPhone() {
  const page = await start({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }), found = {}, requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.setInputFiles(ZONE, file("large.xlsx"));
  found.large = [await texts(page, ".warning"), await page.$eval(ZONE, (input) => input.files.length), page.url() === address];
  found.requests = requests.length;
  await page.tap("form[action=template] summary");
  await page.selectOption("form[action=template] select[name=lang]", "zh");
  await page.selectOption("select[name='timeline.period']", "month");
  await page.fill("input[name='timeline.periods']", "24");
  await page.fill("input[name=loans]", "5");
  found.template = await downloaded(page, "template.xlsx", () => page.tap("form[action=template] button"));
  for (const place of [0, 1]) await page.locator("form[action=compare] input[type=file]").nth(place).setInputFiles(file(["good.xlsx", "other.xlsx"][place]));
  await answered(page, "compare", () => page.tap("form[action=compare] button"));
  const frame = await below(page, false);
  found.compared = [await page.innerText("h1"), await texts(frame, ".verdicts tbody th")];
  found.wider = [page, frame].map((where) => where.evaluate(() => document.documentElement.scrollWidth - innerWidth));
  found.wider = await Promise.all(found.wider);
  await downloaded(page, "comparison.html", () => page.tap("button[value=comparison]"));
  await downloaded(page, "comparison.xlsx", () => page.tap("button[value=comparison_workbook]"));
  await page.context().close();
  return found;
}

// Everything that is green in a document, by its computed colours.
const green = () => {
  const found = [], names = ["color", "backgroundColor", "borderLeftColor", "borderTopColor", "fill", "stroke"];
  for (const node of document.querySelectorAll("body, body *")) {
    if (!node.getClientRects().length) continue;
    const style = getComputedStyle(node);
    for (const name of names) {
      const [red, green, blue, opaque] = (style[name].match(/[\d.]+/g) || []).map(Number);
      if (opaque !== 0 && green > Math.max(red, blue) + 4) found.push(`${node.tagName} ${node.className.baseVal || node.className} ${name} ${style[name]}`);
    }
  }
  return found;
};

// A plan that is not finished, of a village and in a file whose names are an attack.
async function hostile() {
  const page = await start(), found = {}, buffer = fs.readFileSync(file("hostile.toml"));
  await answered(page, "judge", () => page.setInputFiles(ZONE, { name: asked.hostileFile, mimeType: WORKBOOK, buffer }));
  const frame = await below(page);
  await frame.evaluate(() => document.querySelectorAll("details").forEach((node) => (node.open = true)));
  found.heading = await page.innerText("h1");
  found.village = await frame.innerText("h1");
  found.verdict = await texts(page, ".verdict");
  found.green = [...(await page.evaluate(green)), ...(await frame.evaluate(green))];
  found.made = [page, frame].map((where) => where.evaluate(() => [document.scripts.length, document.images.length]));
  found.made = await Promise.all(found.made);
  await judged(page, "hostile");
  found.name = await downloaded(page, "hostile.html", () => page.click("button[value=report]"));
  await page.goBack();
  await page.waitForURL(address);
  found.back = await unusable(page);
  await page.context().close();
  return found;
}

async function withoutScripts() {
  const page = await start({ javaScriptEnabled: false }), found = {};
  await page.setInputFiles(ZONE, file("plain.toml"));
  await answered(page, "judge", () => page.click("form.judge .go"));
  found.verdict = [(await page.locator(".verdict [lang=en]").innerText()), await page.locator(".verdict [lang=zh]").isVisible()];
  await page.click(".switch");
  found.switched = await page.locator(".verdict [lang=zh]").isVisible();
  found.coming = await page.locator(".coming").isVisible();
  await page.click("#show .go");
  const frame = page.frameLocator("iframe");
  await frame.locator("footer").waitFor();
  found.figures = await frame.locator(".keys b").allTextContents();
  found.name = await downloaded(page, "plain.html", () => page.click("button[value=report]"));
  await page.context().close();
  return found;
}

(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
  try {
    for (const part of [dropped, bad, byKeyboard, onPhone, hostile, withoutScripts]) {
      const begun = Date.now();
      told[part.name] = await part();
      process.stderr.write(`${part.name} ${Date.now() - begun} ms\n`);
    }
  } finally {
    await browser.close();
  }
  process.stdout.write(JSON.stringify(told));
})();
