"""Charts: a figure of a report drawn as a picture, by the scripts that draw it in the page as well.

chart        a picture to show and to keep       svg      its text      png      the same in pixels

The scripts, each after what it rests on: parts and their room, axes, pictures along periods, bars, tiles, `drawing` of them all.
"""
