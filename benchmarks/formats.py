"""Do the readers of other systems' files bear what no test can list? Damaged files, many of them.

`python -m benchmarks.formats [--count 100000] [--format NAME …] [--seed 1]`

Each reader has a process of its own with a limit on memory, and each file a limit on time. Any
exception but the refusal that a reader is allowed, a file that takes too long, and a process that
is killed are faults; the file is kept for whoever mends it. Speed is told as a ratio to parsing
the same bytes as nothing but text or zip, in the same process.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import sys
import time
import zipfile
from io import BytesIO
from itertools import islice
from multiprocessing import Pool
from pathlib import Path
from random import Random
from tempfile import gettempdir
from types import FrameType

from quizapp.bank.formats.exchange import FormatError
from quizapp.bank.formats.registry import FORMATS, read_parcel
from quizapp.bank.import_plans import plan_import
from tests.bank.formats.mutating import list_readers, mutate_files
from tests.factories import DOCUMENT

MEMORY = 1024**3  # bytes, as the child process of the program has
SECONDS = 10


class TooSlowError(Exception):
    """A file takes longer than it may."""


def main() -> None:
    """Run every reader, print a line each, and fail when any file did what it must not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000, help="files for each reader")
    parser.add_argument("--format", nargs="*", choices=[it.name for it in list_readers()])
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    names = given.format or [it.name for it in list_readers()]
    orders = [(name, given.count, given.seed) for name in names]
    faults = 0
    with Pool(os.cpu_count(), maxtasksperchild=1) as pool:
        for line, found in pool.imap_unordered(_run, orders):
            print(line, flush=True)
            faults += found
    sys.exit(1 if faults else 0)


def _run(order: tuple[str, int, int]) -> tuple[str, int]:
    name, count, seed = order
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, _complain)
    read, refused, faults, slowest, spent, floor = 0, 0, 0, 0.0, 0.0, 0.0
    for raw in islice(mutate_files(FORMATS[name], Random(seed)), count):
        floor += _time_floor(raw)
        started = time.perf_counter()
        try:
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
            plan_import(read_parcel(raw, name)[1].parcel, DOCUMENT)
            read += 1
        except FormatError:
            refused += 1
        except Exception as error:
            faults += 1
            _keep(raw, name, faults, error)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        took = time.perf_counter() - started
        spent, slowest = spent + took, max(slowest, took)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    line = (
        f"{name:12} {count} files: {read} read, {refused} refused, {faults} faults; "
        f"{spent / count * 1000:.2f} ms a file, {spent / floor:.0f} times the floor, "
        f"slowest {slowest:.2f} s, peak {peak} MB"
    )
    return line, faults


def _complain(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlowError(f"longer than {SECONDS} s")


def _time_floor(raw: bytes) -> float:
    """How long it takes to look at the bytes alone: decoded, or unzipped."""
    started = time.perf_counter()
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            for member in archive.namelist():
                archive.read(member)
    except Exception:  # damaged or no zip: then it is text
        raw.decode("utf-8", "replace").splitlines()
    return time.perf_counter() - started


def _keep(raw: bytes, name: str, number: int, error: Exception) -> None:
    path = Path(gettempdir()) / f"fault-{name}-{number}"
    path.write_bytes(raw)
    print(f"{name}: {type(error).__name__}: {error} ({path})", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
