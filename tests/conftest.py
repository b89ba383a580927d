"""What every test stands on: reproducible random examples under CI, and no language of the machine."""

import gc
import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

import relocation.excel  # noqa: F401  # before openpyxl, which asks once which XML library it is to use
from tests.processes import PATIENCE

# Workbooks are made of very many objects that live as long as they do: to look through them at every turn takes a fifth of
# the time.
gc.set_threshold(200_000, 20, 100)

# A busy machine is slow, and slow is no fault: no example and no worker of a cluster has a time to keep.
SLOW_IS_NO_FAULT = [HealthCheck.too_slow]
settings.register_profile("local", deadline=None, suppress_health_check=SLOW_IS_NO_FAULT)
settings.register_profile(
    "ci", deadline=None, suppress_health_check=SLOW_IS_NO_FAULT, derandomize=True, print_blob=True
)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")
# What a shell runs in the background ignores an interruption, and so would every program that a test interrupts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ["DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT"] = f"{PATIENCE}s"


@pytest.fixture(scope="session", autouse=True)
def _no_language_of_the_machine() -> Iterator[None]:
    """Text comes out as the test asks for it, whatever language the machine speaks."""
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.delenv("RELOCATION_LANG", raising=False)
        surroundings.setenv("LC_ALL", "C.UTF-8")
        yield
