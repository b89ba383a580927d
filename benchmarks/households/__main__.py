"""python -m benchmarks.households"""

from benchmarks import threads

threads.use_one()

from benchmarks.households.command import main  # noqa: E402

main()
