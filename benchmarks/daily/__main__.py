"""python -m benchmarks.daily"""

from benchmarks.daily.command import main

main()
