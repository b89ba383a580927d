// Opens workbooks with the libraries of the browser and prints, for each library and file, the names of the sheets and one number.
const path = require("path");

const [sheet, cell, ...files] = process.argv.slice(2);
const readers = {
  exceljs: async (file) => {
    const book = new (require("exceljs").Workbook)();
    await book.xlsx.readFile(file);
    return [book.worksheets.map((one) => one.name), book.getWorksheet(sheet).getCell(cell).result];
  },
  xlsx: async (file) => {
    const book = require("xlsx").readFile(file);
    return [book.SheetNames, book.Sheets[sheet][cell].v];
  },
  "xlsx-populate": async (file) => {
    const book = await require("xlsx-populate").fromFileAsync(file);
    return [book.sheets().map((one) => one.name()), book.sheet(sheet).cell(cell).value()];
  },
};

(async () => {
  const found = {};
  for (const [library, read] of Object.entries(readers)) {
    for (const file of files) found[`${library} ${path.basename(file)}`] = await read(file);
  }
  console.log(JSON.stringify(found));
})();
