// All lines of a book as plain numbers and lists; what is not available becomes null on its way.
function allLines(bookData, inputs, periods, groups) {
  const values = calculator(bookData)(inputs, periods, groups);
  return values.map((value) => (typeof value === "number" ? value : Array.from(value)));
}
