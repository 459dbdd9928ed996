"""What do a save, a page and a whole attempt cost, set against bare programs beside them?

`make bench`, or `python -m benchmarks.bench [--sqlite] [--seconds 4] [--rounds 5]`. Real servers
(gunicorn), a real client over HTTP, the real flow: sign in, start, open, answer, save, look over,
hand in, result. What is compared takes turns within one run, for the speed of machines drifts.
Prints a table and writes benchmarks/results/bench.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, AsyncExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from random import Random
from statistics import quantiles
from typing import Any

from aiohttp import ClientSession, TCPConnector

from benchmarks import floors
from benchmarks.faults import Plan, temporary_settings
from benchmarks.faults_database import PASSWORD, fill_database
from benchmarks.load_learner import Door, Learner, Timings
from benchmarks.program import Program, find_free_port
from benchmarks.server_costs import Family
from benchmarks.texts import RESULTS
from quizapp.config import ROOT, Settings

QUESTIONS = 10
BARE_ATTEMPTS = 1000
AGAINST = {"bare save": "hello", "save": "bare save", "attempt page": "bare page"}
Step = Callable[[int], Awaitable[None]]
Record = dict[str, Any]


@dataclass(frozen=True)
class Figures:
    """One thing that was measured. Milliseconds; `cpu` is of all processes of its server and of
    the database together, per request."""

    requests: int
    per_second: float
    p50: float
    p95: float
    p99: float
    cpu: float


@dataclass
class Course:
    """One thing that takes its turn: `step` is one request of the client with that number."""

    name: str
    family: Family
    step: Step
    timings: list[float] = field(default_factory=list)
    cpu: float = 0.0
    seconds: float = 0.0

    def figures(self) -> Figures:
        count = len(self.timings)
        p50, p95, p99 = (percentile(self.timings, part) for part in (50, 95, 99))
        cpu = round(self.cpu / count * 1000, 2)
        return Figures(count, round(count / self.seconds, 1), p50, p95, p99, cpu)


def percentile(taken: Sequence[float], part: int) -> float:
    """Of times in seconds, in milliseconds."""
    return round(quantiles(taken, n=100, method="inclusive")[part - 1] * 1000, 1)


async def run_turn(course: Course, clients: int, seconds: float) -> None:
    """Let every client ask as fast as it is answered, for so many seconds."""
    before, began = course.family.cpu_seconds(), time.perf_counter()

    async def ask(number: int) -> None:
        while (sent := time.perf_counter()) < began + seconds:
            await course.step(number)
            course.timings.append(time.perf_counter() - sent)

    await asyncio.gather(*(ask(number) for number in range(clients)))
    course.seconds += time.perf_counter() - began
    course.cpu += course.family.cpu_seconds() - before


async def run_once(course: Course, clients: int) -> None:
    """Let every client do it once, all at the same time."""
    before, began = course.family.cpu_seconds(), time.perf_counter()

    async def do(number: int) -> None:
        sent = time.perf_counter()
        await course.step(number)
        course.timings.append(time.perf_counter() - sent)

    await asyncio.gather(*(do(number) for number in range(clients)))
    course.seconds += time.perf_counter() - began
    course.cpu += course.family.cpu_seconds() - before


async def measure(options: argparse.Namespace, settings: Settings) -> Record:
    """Start everything, let it take turns, and hold the figures against each other."""
    names = [f"Learner {number}" for number in range(1, options.clients + 1)]
    room = fill_database(settings, names, QUESTIONS)
    floors.fill(settings.sqlalchemy_url, BARE_ATTEMPTS)
    database = find_database(settings)
    timings = Timings()
    async with AsyncExitStack() as stack:
        program = stack.enter_context(Program(settings))
        ours = Family((program.process.pid, *database))
        door = Door(program.address, room.course_code, PASSWORD, room.assignment_id, QUESTIONS)
        learners = [
            await stack.enter_async_context(Learner(door, name, timings, Random(name)))
            for name in names
        ]
        signing = Course("sign in", ours, lambda it: learners[it].sign_in())
        await run_once(signing, options.clients)
        await asyncio.gather(*(it.start() for it in learners))
        courses = [
            *await open_floors(stack, settings, database),
            Course("save", ours, lambda it: learners[it].save()),
            Course("attempt page", ours, lambda it: learners[it].open()),
        ]
        for _ in range(options.rounds):
            for course in courses:
                await run_turn(course, options.clients, options.seconds)
        await asyncio.gather(*(it.submit() for it in learners))
        whole = Course("whole attempt", ours, lambda it: learners[it].sit())
        for _ in range(options.rounds):
            await run_once(whole, options.clients)
        figures = {it.name: it.figures() for it in (*courses, signing, whole)}
        return describe(options, settings, figures, timings, Family((program.process.pid,)))


async def open_floors(
    stack: AsyncExitStack, settings: Settings, database: Sequence[int]
) -> list[Course]:
    """The bare programs, each with its clients' connections."""
    hello, hello_pid = stack.enter_context(serve_floor("make_hello", settings))
    bare, bare_pid = stack.enter_context(serve_floor("make_bare", settings))
    asking = ClientSession(connector=TCPConnector(limit=0))
    http = await stack.enter_async_context(asking)

    async def get(address: str) -> None:
        async with http.get(address) as reply:
            await reply.read()

    async def save(number: int) -> None:
        row = {"attempt": number + 1, "position": 1, "answer": "2"}
        async with http.post(f"{bare}/save", json=row) as reply:
            await reply.read()

    both = Family((bare_pid, *database))
    return [
        Course("hello", Family((hello_pid,)), lambda _: get(hello)),
        Course("bare save", both, save),
        Course("bare page", both, lambda it: get(f"{bare}/page/{it + 1}")),
    ]


def serve_floor(name: str, settings: Settings) -> AbstractContextManager[tuple[str, int]]:
    """A bare program as quizapp is served: its address, and its process."""
    arguments = [
        *(f"benchmarks.floors:{name}()", "--worker-class", "gthread"),
        *("--workers", str(settings.workers), "--threads", str(settings.threads)),
        *("--log-level", "warning", "--no-control-socket"),
    ]
    return serve(arguments, {floors.ADDRESS: settings.sqlalchemy_url})


@contextmanager
def serve(arguments: Sequence[str], environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """gunicorn on a free port: its address, and its process."""
    port = find_free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *arguments, "--bind", f"127.0.0.1:{port}"],
        cwd=ROOT,
        env={**os.environ, **environment},
        stderr=subprocess.DEVNULL,  # a line for each request
    )
    try:
        wait_until_open(port)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait()


def wait_until_open(port: int, patience: float = 30) -> None:
    """Wait until something listens there.

    Raises:
        TimeoutError: nothing did.
    """
    give_up = time.monotonic() + patience
    while time.monotonic() < give_up:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens on port {port}")


def find_database(settings: Settings) -> tuple[int, ...]:
    """The process of the database server, which has its folder in the instance's."""
    told = settings.instance_path / "postgres" / "postmaster.pid"
    return (int(told.read_text().splitlines()[0]),) if told.exists() else ()


def describe(
    options: argparse.Namespace,
    settings: Settings,
    figures: dict[str, Figures],
    timings: Timings,
    program: Family,
) -> Record:
    """All that was measured, with the ratios to the floors."""
    return {
        "database": "sqlite" if options.sqlite else "postgresql",
        "clients": options.clients,
        "workers": settings.workers,
        "threads": settings.threads,
        "python": platform.python_version(),
        "figures": {name: asdict(it) for name, it in figures.items()},
        "ratios": {
            name: round(figures[name].cpu / figures[floor].cpu, 2)
            for name, floor in AGAINST.items()
        },
        "p99_ms": {step: percentile(taken, 99) for step, taken in timings.by_step.items()},
        "memory_mb": program.memory_mb(),
    }


def tell(record: Record) -> list[str]:
    """The table."""
    rows = [f"{'':14}{'requests/s':>11}{'p50':>8}{'p95':>8}{'p99':>8}{'CPU-ms':>8}{'ratio':>7}"]
    for name, it in record["figures"].items():
        ratio = record["ratios"].get(name, "")
        times = "".join(f"{it[part]:8}" for part in ("p50", "p95", "p99", "cpu"))
        rows.append(f"{name:14}{it['per_second']:11}{times}{ratio:>7}")
    rows.append(f"memory of each process, MB (PSS): {record['memory_mb']}")
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="What do a save, a page and an attempt cost?")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite, not PostgreSQL")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=4, help="how long a turn is")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    with temporary_settings(Plan(postgres=not options.sqlite)) as settings:
        record = asyncio.run(measure(options, settings))
    print("\n".join(tell(record)))
    path = RESULTS / "bench.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    before = json.loads(path.read_text("utf-8")) if path.exists() else {}
    path.write_text(json.dumps({**before, record["database"]: record}, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
