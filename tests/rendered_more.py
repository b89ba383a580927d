"""Lines beyond those of the documents, so that every command is rendered with every option; see tests/rendered_commands.py."""

FILES: dict[str, str] = {}
LINES: dict[str, str] = {}
