"""Values and tables as people and other programs write them: the one way in, whatever the format of a file."""
