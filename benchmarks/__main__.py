"""python -m benchmarks"""

from benchmarks import threads

threads.use_one()

from benchmarks.command import main  # noqa: E402

main()
