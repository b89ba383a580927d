// Parses scripts as ECMAScript 2020, for old browsers and WeChat's: node parse_scripts.js FILE ... Tells what cannot be parsed.
"use strict";
const { parse } = require("acorn");
const { readFileSync } = require("fs");

for (const file of process.argv.slice(2)) {
  try {
    parse(readFileSync(file, "utf8"), { ecmaVersion: 2020, sourceType: "script" });
  } catch (error) {
    console.log(`${file}: ${error.message}`);
  }
}
