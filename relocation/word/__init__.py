"""The report as a Word document, to be edited and signed."""
