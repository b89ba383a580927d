"""The same ten rules in other languages, written by hand as their users would."""
