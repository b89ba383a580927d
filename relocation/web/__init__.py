"""The program as a page, for people without Python: a filled template is dropped on it, and problems or the report come back.

The server receives a file, hands it to a process of its own with bounds, sends on what that makes of it, and keeps nothing.
"""
