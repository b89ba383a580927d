"""The report of a plan as a Word document that can be edited and signed: python-docx, which the extra `word` brings.

document   the chapters from top to bottom     styles    page, fonts, numbered headings
tables     a table of the record               widths    how wide its columns are, and where it does not fit
fields     numbers that Word counts            saving    the same file for the same document
texts      what a file may hold                pictures  figures as pictures
"""
