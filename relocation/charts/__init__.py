"""Charts: a figure of a report drawn as a picture, by the scripts that draw it in the page as well."""
