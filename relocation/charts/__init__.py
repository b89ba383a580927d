"""Draws the figures of a report: as SVG, as PNG, and anew on a live page, by one script."""
