"""The report as one page that can be read, printed and asked what if."""
