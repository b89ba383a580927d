// The state of the page in its link, and as lines that files of scenarios and inputs hold.
"use strict";

// #zh~mark~1k=70000~2=0.05: the language, what tells the plan from others, and the changed inputs by their places.
function linkText() {
  const changes = changedInputs().map((place) => `${place.toString(36)}=${NOW.inputs[place]}`);
  return `#${[NOW.language, PLAN.mark, ...changes].join("~")}`;
}

// What a link asks for; whatever cannot be read of it is left out, and said.
function readLink(hash) {
  const [language, mark, ...parts] = hash.replace(/^#/, "").split("~"), asked = {language: "", changes: new Map(), message: ""};
  if (language === "en" || language === "zh") asked.language = language;
  if (!parts.length || !asked.language) return asked;
  if (mark !== PLAN.mark) return Object.assign(asked, {message: "other_plan"});
  for (const part of parts.slice(0, PLAN.inputs.length)) {
    const match = /^([0-9a-z]{1,4})=([-+.0-9e]{1,30})$/.exec(part), place = match ? parseInt(match[1], 36) : -1;
    const input = PLAN.inputs[place], value = match ? Number(match[2]) : NaN;
    if (input && input.name !== undefined && !input.fixed && refusalOf(place, value) === "") asked.changes.set(place, value);
    else asked.message = "partly";
  }
  return asked;
}

const csvCell = (text) => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);

function scenarioLines() {
  const places = changedInputs();
  const heads = ["name", ...places.map((place) => PLAN.inputs[place].key)];
  const cells = [said("scenario_name"), ...places.map((place) => statedText(PLAN.inputs[place], NOW.inputs[place]))];
  return `${heads.map(csvCell).join(",")}\n${cells.map(csvCell).join(",")}\n`;
}

// Tables as a file of inputs has them: a date as it is, a choice in quotes.
function tomlLines() {
  const byTable = new Map();
  for (const place of changedInputs()) {
    const input = PLAN.inputs[place], parts = input.key.split("."), name = parts.pop(), table = parts.join(".");
    const text = statedText(input, NOW.inputs[place]);
    const stated = input.choices ? JSON.stringify(text) : input.kind === undefined && Number.isInteger(NOW.inputs[place]) ? `${text}.0` : text;
    if (!byTable.has(table)) byTable.set(table, []);
    byTable.get(table).push(`${name} = ${stated}`);
  }
  return [...byTable].map(([table, lines]) => `[${table}]\n${lines.join("\n")}\n`).join("\n");
}
