"""A case worked out again by engines that are not ours, figure by figure.

`crosscheck.verify` asks each engine (a module each, all alike: see `engine`) and holds its numbers against those of Python;
`record` is what comes of it.
"""
