// Rosters and ledgers as writers of JavaScript make them: node odd_writers.js FOLDER. TZ decides what a date becomes.
const path = require("path");
const exceljs = require("exceljs");
const sheetjs = require("xlsx");

const folder = process.argv[2];
const HEADS = ["户编号", "户主姓名", "村民小组", "家庭人口", "建档立卡人数", "砖房", "土房", "新居住房", "车库", "安置方式"];
const HOMES = [
  ["H1", "甲", "一组", 3, 0, 90.25, 0, 70, 0, "产权调换"],
  ["H2", "乙", "一组", 2, 2, 44.5, 88.13, 50, 0, "产权调换"],
  ["H3", "丙", "二组", 4, 4, 10, 20, 100, 1, "货币补偿"],
];
const ENTRY = ["编号", "日期", "户编号", "获得或兑换", "积分", "事由", "审批人"];
const DAY = new Date(2018, 0, 15);
const file = (name) => path.join(folder, name + ".xlsx");

function bySheetjs(name, rows, title, change = () => {}, options = {}) {
  const sheet = sheetjs.utils.aoa_to_sheet(rows, options);
  change(sheet);
  const book = sheetjs.utils.book_new();
  sheetjs.utils.book_append_sheet(book, sheet, title);
  sheetjs.writeFile(book, file(name), options);
}

async function byExceljs(name, rows, title, change = () => {}) {
  const book = new exceljs.Workbook();
  const sheet = book.addWorksheet(title);
  rows.forEach((row) => sheet.addRow(row));
  change(sheet);
  await book.xlsx.writeFile(file(name));
}

(async () => {
  bySheetjs("sheetjs", [HEADS, ...HOMES], "花名册");
  bySheetjs("sheetjs_formula", [HEADS, ...HOMES], "花名册", (sheet) => (sheet.F3 = { t: "n", f: "40+4.5" }));
  bySheetjs("sheetjs_result", [HEADS, ...HOMES], "花名册", (sheet) => (sheet.F3 = { t: "n", v: 44.5, f: "40+4.5" }));
  bySheetjs("sheetjs_merged", [HEADS, ...HOMES], "花名册", (sheet) => {
    delete sheet.C3;
    sheet["!merges"] = [{ s: { r: 1, c: 2 }, e: { r: 2, c: 2 } }];
  });
  bySheetjs("sheetjs_points", [ENTRY, [1, DAY, "H1", "获得", 20, "劳动", "会"]], "积分");
  bySheetjs("sheetjs_points_iso", [ENTRY, [1, DAY, "H1", "获得", 20, "劳动", "会"]], "积分", undefined, { cellDates: true });
  await byExceljs("exceljs", [HEADS, ...HOMES], "花名册");
  await byExceljs("exceljs_formula", [HEADS, ...HOMES], "花名册", (sheet) => (sheet.getCell("F3").value = { formula: "40+4.5" }));
  await byExceljs("exceljs_result", [HEADS, ...HOMES], "花名册", (sheet) => (sheet.getCell("F3").value = { formula: "40+4.5", result: 44.5 }));
  await byExceljs("exceljs_merged", [HEADS, ...HOMES], "花名册", (sheet) => {
    sheet.getCell("C3").value = null;
    sheet.mergeCells("C2:C3");
  });
  await byExceljs("exceljs_rich", [HEADS, ...HOMES], "花名册", (sheet) => (sheet.getCell("A2").value = { richText: [{ text: "H" }, { text: "1" }] }));
  await byExceljs("exceljs_points", [ENTRY, [1, DAY, "H1", "获得", 20, "劳动", "会"]], "积分");
})();
