"""The pictures of questions, to whoever may see a question that has them."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for

from quizapp.attempts.pictures import find_picture_for_learner
from quizapp.bank.models import StoredPicture
from quizapp.bank.pictures import find_picture_for_teacher
from quizapp.db import db
from quizapp.guided.answering import find_picture_at
from quizapp.web.access import is_teacher, learner_only, own_id, teacher_only
from quizapp.web.texts import list_texts

blueprint = Blueprint("pictures", __name__)
A_DAY = 24 * 60 * 60


@blueprint.get("/teach/pictures/<string(length=64):sha256>")
@teacher_only
def for_teacher(sha256: str) -> Response:
    return _send(find_picture_for_teacher(db.session(), sha256, own_id()))


@blueprint.get("/learn/pictures/<string(length=64):sha256>")
@learner_only
def for_learner(sha256: str) -> Response:
    found = find_picture_for_learner(db.session(), sha256, own_id())
    return _send(found or _find_at_gate(sha256))


@blueprint.app_template_filter()
def picture_url(sha256: str) -> str:
    """Where whoever is signed in finds the picture."""
    page = "pictures.for_teacher" if is_teacher() else "pictures.for_learner"
    return url_for(page, sha256=sha256)


def _find_at_gate(sha256: str) -> StoredPicture | None:
    """The picture, when a gate before which the learner stands asks a question with it."""
    asked = [it.way.shut.version_id for it in list_texts() if it.way.shut]
    return find_picture_at(db.session(), sha256, asked)


def _send(picture: StoredPicture | None) -> Response:
    """A picture that a browser may draw and can do nothing else with."""
    if picture is None:
        abort(404)
    response = Response(picture.content, mimetype=picture.media_type)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; frame-ancestors 'none'; sandbox"
    )
    response.headers["Cache-Control"] = f"private, max-age={A_DAY}, immutable"
    return response
