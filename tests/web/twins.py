"""Two worlds that differ only in what is right, and all that a learner can open in each.

Where the review policy hides what is right, both worlds must answer with the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask

from quizapp.attempts.answers import premises
from quizapp.attempts.models import Attempt
from quizapp.bank.content import load_versions
from quizapp.db import db
from quizapp.generation.draft import AcceptedAnswer, DistractorClass, Kind, Pair, QuestionDraft
from tests.conftest import MovableClock
from tests.factories import one_of_each_kind
from tests.web.clients import Visitor, the_learner
from tests.web.routes import Whose, list_routes
from tests.web.worlds import COUNT, Ids, build, start_attempt

KEY, RATIONALE, EVIDENCE = "key", "rationale", "evidence"
SECRETS = frozenset({KEY, RATIONALE, EVIDENCE})
# What a page may say otherwise each time: signed tokens, and the names of page loads.
TOKENS = re.compile(r"[\w-]{8,}\.[\w-]{6}\.[\w-]{20,}|\b[0-9a-f]{16}\b")
NO_TEXT = {"static", "pictures.for_learner"}
# What the crawl sends to each POST route; a route that is not here fails test_review_policy.
SENT: dict[str, tuple[dict[str, Any], ...]] = {
    "sit.respond": (
        {"json": {"position": 1, "sequence": 1, "tab": "t", "answer": []}},
        {"data": {"position": "1", "sequence": "2", "tab": "t", "go": "next"}},
        {"json": {"position": 1, "sequence": 3, "tab": "t", "answer": ["99", "98", "97"]}},
        {"json": {"position": 99}},
    ),
    "sit.hold": ({"json": {"tab": "t"}},),
    "sit.report": ({"json": {"kind": "left"}}, {"json": {"kind": "result_seen"}}),
    "sit.flag": (
        {"json": {"position": 1, "flagged": True}},
        {"data": {"position": "1", "flagged": "0"}},
    ),
    "sit.take_break": ({"data": {}},),
    "sit.go_on": ({"data": {}},),
    "learn.start": ({"data": {}},),
    "reading_room.place": (
        {"data": {"paragraph": "2", "seconds": "9"}},
        {"data": {"paragraph": "99"}},
    ),
    "reading_room.settings": ({"data": {}},),
    "reading_gates.answer": ({"data": {"number": "1", "version": "1", "answer": "0"}},),
    "reading_notes.add": (
        {"data": {"paragraph": "3", "colour": "green", "quote": "carries", "text": "Which?"}},
        {"data": {"paragraph": "3", "colour": "green", "quote": "crowns, and it"}},
    ),
    "reading_notes.edit": ({"data": {"colour": "violet", "text": "Why?"}},),
    "reading_notes.remove": ({"data": {}},),
    "reading_words.keep": ({"data": {"headword": "bridge", "meaning": "a crossing"}},),
    "reading_words.remove": ({"data": {}},),
    "practice.begin": ({"data": {}},),
    "practice.begin_with_missed": ({"data": {}},),
    "practice.answer": (
        {"data": {"number": "1", "version": "1", "shown_at": "0", "answer": "0"}},
        {"data": {"number": "1", "version": "1", "shown_at": "0", "unknown": "1"}},
        {"data": {"number": "x"}},
    ),
    "practice_words.answer": (
        {"data": {"number": "1", "version": "1", "shown_at": "0", "answer": "0"}},
        {"data": {"number": "1", "version": "1", "shown_at": "0", "unknown": "1"}},
        {"data": {"number": "x"}},
    ),
    "own_data.remove": ({"data": {"section": "reading"}},),
    "own_account.show_learner": ({"data": {}},),
    "own_account.sign_learner_out_everywhere": (),  # nobody reads on who is signed out
    # These change what may be seen, so a test sends them itself.
    "sit.check": (),
    "sit.submit": (),
}


@dataclass(frozen=True)
class Place:
    """A world with an attempt, and its learner signed in."""

    app: Flask
    ids: Ids
    attempt_id: int
    learner: Visitor

    @property
    def url(self) -> str:
        return f"/learn/attempts/{self.attempt_id}"


def make_twin(draft: QuestionDraft, differ: Collection[str]) -> QuestionDraft:
    """`draft`, printed the same, where another answer is right, or the reasons or the evidence
    are others."""
    if KEY in differ:
        draft = _turn_key(draft)
    if RATIONALE in differ:
        draft = replace(
            draft,
            rationale=f"Other: {draft.rationale}",
            options=tuple(replace(it, rationale=f"Other: {it.rationale}") for it in draft.options),
        )
    if EVIDENCE in differ:
        span = draft.critical_span
        # It begins at the same place: a paper follows the passage.
        quote = span.quote.rpartition(" ")[0]
        shorter = replace(span, end=span.start + len(quote), quote=quote)
        draft = replace(draft, critical_span=shorter)
    return draft


def _turn_key(draft: QuestionDraft) -> QuestionDraft:
    keys = [option.key for option in draft.options]
    turned = [*keys[-1:], *keys[:-1]]
    given = [pair for pair in draft.pairs if pair.premise]
    rest = [pair for pair in draft.pairs if not pair.premise]
    return replace(
        draft,
        options=tuple(
            replace(it, key=key, distractor_class=None if key else DistractorClass.UNSUPPORTED)
            for it, key in zip(draft.options, turned, strict=True)
        ),
        accepted_answers=tuple(
            AcceptedAnswer(f"7{it.text}", it.gap, it.tolerance) for it in draft.accepted_answers
        ),
        pairs=tuple(
            Pair(pair.premise, other.response)
            for pair, other in zip(given, [*given[1:], *given[:1]], strict=True)
        )
        + tuple(rest),
        order=draft.order[::-1],
    )


def open_place(
    app: Flask,
    clock: MovableClock,
    differ: Collection[str],
    *,
    same: Collection[Kind] = (),
    **rules: Any,
) -> Place:
    """A world whose questions differ in `differ` from the usual ones, but for the kinds `same`."""
    drafts = tuple(
        draft if draft.kind in same else make_twin(draft, differ) for draft in one_of_each_kind()
    )
    explained = tuple(replace(it, rationale=f"{it.rationale} Why {it.uid}.") for it in drafts)
    ids = build(app, clock(), explained, **rules)
    attempt_id = start_attempt(app, ids, clock())
    _print_alike(app, attempt_id)
    return Place(app, ids, attempt_id, the_learner(app, ids))


def _print_alike(app: Flask, attempt_id: int) -> None:
    """Print responses and items in alphabetical order: their own order tells what is right."""
    with app.app_context():
        attempt = db.session.get_one(Attempt, attempt_id)
        drafts = load_versions(db.session(), [item.version_id for item in attempt.items])
        for item in attempt.items:
            draft = drafts[item.version_id]
            texts = draft.order or [pair.response for pair in draft.pairs]
            if texts:
                order = sorted(range(len(texts)), key=texts.__getitem__)
                item.printed_order = tuple(map(str, order))
            elif draft.options:
                item.printed_order = tuple(map(str, range(len(draft.options))))
        db.session.commit()


def answer_all(place: Place) -> None:
    """Answer every question: with its first option, or with something."""
    token = place.learner.token("/learn")
    for position, fields in _first_answers(place).items():
        sent = {"position": position, "sequence": 1, "tab": "t", "answer": fields, "certainty": 2}
        reply = place.learner.client.post(
            f"{place.url}/responses", json=sent, headers={"X-CSRFToken": token}
        )
        assert reply.status_code == 200, reply.text


def _first_answers(place: Place) -> dict[int, list[str]]:
    with place.app.app_context():
        attempt = db.session.get_one(Attempt, place.attempt_id)
        drafts = load_versions(db.session(), [item.version_id for item in attempt.items])
        return {it.position: _first_answer(drafts[it.version_id]) for it in attempt.items}


def _first_answer(draft: QuestionDraft) -> list[str]:
    if draft.options:
        return ["0"]
    if draft.pairs:
        return ["0"] * len(premises(draft))
    if draft.order:
        return [str(place) for place in range(1, len(draft.order) + 1)]
    return ["1"] * max(1, draft.stem.count("____"))


def check(place: Place, kind: Kind) -> None:
    """See how the question of `kind` went."""
    with place.app.app_context():
        items = db.session.get_one(Attempt, place.attempt_id).items
        position = next(item.position for item in items if item.version.kind is kind)
    token = place.learner.token("/learn")
    reply = place.learner.client.post(f"{place.url}/checks/{position}", data={"csrf_token": token})
    assert reply.status_code == 302, reply.status


def hand_in(place: Place) -> None:
    token = place.learner.token("/learn")
    place.learner.client.post(f"{place.url}/submit", data={"csrf_token": token})


def list_learner_routes(app: Flask, method: str) -> dict[str, str]:
    """Every route that takes `method` and shows a learner text: its endpoint and its address.

    What everybody sees is read too; it changes nothing about an attempt, so nothing is sent.
    """
    whose = [Whose.LEARNER, *([Whose.EVERYBODY] if method == "GET" else [])]
    rules = [rule for it in whose for rule in list_routes(app, it, method)]
    return {it.endpoint: it.rule for it in rules if it.endpoint not in NO_TEXT}


def crawl(place: Place) -> dict[str, str]:
    """What every address says that the learner can open, without the tokens.

    Pages are read, then every POST route is sent its bodies, then the pages are read again.
    """
    seen = {}
    for turn in ("before", "after"):
        for rule in list_learner_routes(place.app, "GET").values():
            url = _fill(rule, place)
            asked = range(1, COUNT + 1) if url == place.url else []
            for page in (url, *(f"{url}?question={position}" for position in asked)):
                seen[f"{turn} GET {page}"] = _read(place.learner.get(page))
        if turn == "before":
            seen |= _send_all(place)
    return seen


def _send_all(place: Place) -> dict[str, str]:
    seen = {}
    headers = {"X-CSRFToken": place.learner.token()}
    for endpoint, rule in list_learner_routes(place.app, "POST").items():
        for number, body in enumerate(SENT[endpoint]):
            url = _fill(rule, place)
            reply = place.learner.client.post(url, headers=headers, **body)
            seen[f"POST {url} {number}"] = _read(reply)
    return seen


def _fill(rule: str, place: Place) -> str:
    values = {
        "<int:attempt_id>": place.attempt_id,
        "<int:assignment_id>": place.ids.assignment_id,
        "<int:article_id>": place.ids.article_id,
        "<int:note_id>": place.ids.note_id,
        "<int:kept_word_id>": place.ids.kept_word_id,
        "<int:position>": 1,
        "<int:question_id>": place.ids.question_id,
    }
    for name, value in values.items():
        rule = rule.replace(name, str(value))
    assert "<" not in rule, f"say what stands for the variable in {rule}"
    return rule


def _read(reply: Any) -> str:
    text = _unpack(reply.data) if reply.mimetype == "application/zip" else reply.text
    return f"{reply.status} {reply.location}\n{TOKENS.sub('(token)', text)}"


def _unpack(raw: bytes) -> str:
    """All that the files in a zip file say."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return "\n".join(f"{it}\n{archive.read(it).decode()}" for it in archive.namelist())
