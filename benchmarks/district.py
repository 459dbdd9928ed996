"""How many learners can sit one timed quiz at once? `python -m benchmarks.district --learners 5000`

On PostgreSQL, and on the cores that the client has to share. Everybody comes within the first
minute, answers about every half a minute, and hands in near the bell. Nobody signs in here:
passwords take long on purpose, and a class signs in over minutes; the sign-ins are written into
the database, and all else goes through the real pages. It stops by itself, reads the database (is
every confirmed answer there?), tells how long each thing took that learners do, and writes
benchmarks/results/district.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import Random
from secrets import token_hex, token_urlsafe
from typing import Any

from aiohttp import ClientError
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select

from benchmarks.bench import find_database, percentile, serve
from benchmarks.faults import Plan, temporary_settings
from benchmarks.faults_database import PASSWORD, ClassRoom, fill_database
from benchmarks.load_learner import Door, Learner, LoadError, Timings
from benchmarks.program import Program, environment_of
from benchmarks.server_costs import Family
from benchmarks.texts import RESULTS
from quizapp import create_app
from quizapp.accounts.models import Learner as LearnerRow
from quizapp.accounts.sign_ins import begin_sign_in
from quizapp.attempts.models import Attempt, Response
from quizapp.clock import now
from quizapp.config import Settings
from quizapp.db import db

QUESTIONS = 10
Ticket = tuple[str, str]  # the cookie of a session, and the token of its forms


@dataclass(frozen=True)
class Day:
    """How a sitting goes, in seconds: all come within `arriving`, answer every `thinking`, and hand
    in within the last `rush` before the bell at `minutes`."""

    learners: int
    minutes: float
    arriving: float = 60
    thinking: float = 30
    rush: float = 30


def sign_in_all(settings: Settings) -> list[Ticket]:
    """A sign-in for every learner, as after the sign-in page."""
    app = create_app(settings)
    with app.app_context():
        session = db.session()
        tickets = []
        for learner in session.scalars(select(LearnerRow).order_by(LearnerRow.id)):
            token = token_urlsafe(32)
            begin_sign_in(session, learner, token, now=now())
            tickets.append(_write_ticket(app, f"{learner.role}-{token}"))
        session.commit()
        db.session.remove()
        db.engine.dispose()
    return tickets


def _write_ticket(app: Flask, key: str) -> Ticket:
    secret = token_hex(20)
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = serializer.dumps({"_user_id": key, "_fresh": True, "csrf_token": secret})
    form = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(secret)
    return str(cookie), str(form)


async def attend(learner: Learner, day: Day, began: float) -> str:
    """One learner's sitting; what went wrong, or nothing."""
    rng = learner.rng
    try:
        await asyncio.sleep(rng.uniform(0, day.arriving))
        await learner.start()
        await learner.hold()
        leave = began + day.minutes * 60 - rng.uniform(0, day.rush)
        while True:
            pause = rng.uniform(0.5, 1.5) * day.thinking
            if time.monotonic() + pause > leave:
                break
            await asyncio.sleep(pause)
            await learner.save()
        await asyncio.sleep(max(0.0, leave - time.monotonic()))
        await learner.submit()
    except (LoadError, ClientError, TimeoutError) as error:
        return f"{type(error).__name__} {error}"
    return ""


async def play(
    day: Day, door: Door, tickets: Sequence[Ticket], timings: Timings, rush: Timings
) -> tuple[list[Learner], Counter[str]]:
    """Everybody sits; who they were, and what went wrong."""
    names = [f"Learner {number}" for number in range(1, day.learners + 1)]
    learners = [Learner(door, name, timings, Random(name)) for name in names]
    began = time.monotonic()

    async def sit(learner: Learner, ticket: Ticket) -> str:
        async with learner:
            learner.take(*ticket)
            return await attend(learner, day, began)

    bell = asyncio.get_running_loop().call_later(
        day.minutes * 60 - day.rush, lambda: setattr(timings, "then", rush)
    )
    told = await asyncio.gather(*map(sit, learners, tickets))
    bell.cancel()
    return learners, Counter(it for it in told if it)


def count_lost(settings: Settings, learners: Sequence[Learner]) -> dict[str, int]:
    """What the database holds, set against what learners were told."""
    app = create_app(settings)
    with app.app_context():
        kept = db.session.scalar(select(func.count()).select_from(Response)) or 0
        attempts = select(func.count(), func.count(Attempt.score)).select_from(Attempt)
        begun, scored = db.session.execute(attempts).one()
        db.session.remove()
        db.engine.dispose()
    told = sum(it.saved for it in learners)
    return {
        "told_saved": told,
        "kept": kept,
        "missing": told - kept,
        "attempts": begun,
        "scored": scored,
    }


@contextmanager
def serve_lane(settings: Settings, threads: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """A web worker for saves alone, as docs/operators.md says: they do not stand behind pages."""
    if not threads:
        yield "", ()
        return
    apart = replace(settings, workers=1, threads=threads)
    with serve(["--config", "gunicorn.conf.py"], environment_of(apart)) as (address, pid):
        yield address, (pid,)


def measure(day: Day, settings: Settings, room: ClassRoom, lane: int) -> dict[str, Any]:
    """Let the day go by; what was found."""
    tickets = sign_in_all(settings)
    timings, rush = Timings(), Timings()
    with Program(settings) as program, serve_lane(settings, lane) as (address, pid):
        door = Door(
            program.address, room.course_code, PASSWORD, room.assignment_id, QUESTIONS, address
        )
        family = Family((program.process.pid, *pid, *find_database(settings)))
        before, began = family.cpu_seconds(), time.monotonic()
        learners, errors = asyncio.run(play(day, door, tickets, timings, rush))
        cpu, seconds = family.cpu_seconds() - before, time.monotonic() - began
        memory = family.memory_mb()
    return {
        "learners": day.learners,
        "minutes": round(seconds / 60, 1),
        "workers": settings.workers,
        "threads": settings.threads,
        "threads_for_saves": lane,
        "cores_of_the_server": round(cpu / seconds, 2),
        "memory_mb": round(sum(memory)),
        "steps": describe(timings),
        "in_the_rush": describe(rush),
        "errors": dict(errors.most_common(5)),
        **count_lost(settings, learners),
    }


def describe(timings: Timings) -> dict[str, dict[str, float]]:
    return {
        step: {
            "count": len(taken),
            **{f"p{part}": percentile(taken, part) for part in (50, 95, 99)},
            "most": round(max(taken) * 1000, 1),
        }
        for step, taken in timings.by_step.items()
        if len(taken) > 1
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Let very many sit one quiz at once.")
    parser.add_argument("--learners", type=int, default=5000)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--lane", type=int, default=0, help="threads that serve saves alone")
    options = parser.parse_args(arguments)
    day = Day(options.learners, options.minutes)
    names = [f"Learner {number}" for number in range(1, day.learners + 1)]
    with temporary_settings(Plan(postgres=True)) as settings:
        settings = replace(settings, workers=options.workers, threads=options.threads)
        record = measure(day, settings, fill_database(settings, names, QUESTIONS), options.lane)
    path = RESULTS / "district.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, indent=2) + "\n", "utf-8")
    print(json.dumps(record, indent=1))
    return 1 if record["errors"] or record["missing"] else 0


if __name__ == "__main__":
    sys.exit(main())
