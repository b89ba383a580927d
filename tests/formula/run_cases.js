// Calculates cases in node: node run_cases.js SCRIPT CASES. Prints the bytes of all numbers of each, four at a time.
"use strict";
const { readFileSync } = require("fs");
const { runInThisContext } = require("vm");

runInThisContext(readFileSync(process.argv[2], "utf8"));
const calculate = runInThisContext("calculator");
for (const { book, inputs, periods, groups } of JSON.parse(readFileSync(process.argv[3], "utf8"))) {
  const values = calculate(book)(Array.from(new Float64Array(Uint32Array.from(inputs).buffer)), periods, groups);
  const numbers = Float64Array.from([].concat(...values.map((value) => (typeof value === "number" ? [value] : Array.from(value)))));
  console.log(new Uint32Array(numbers.buffer).join());
}
