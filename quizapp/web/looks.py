"""How does a learner's own look reach every page?"""

from __future__ import annotations

from flask import Flask, g
from flask_login import current_user
from markupsafe import Markup

from quizapp.db import db
from quizapp.notebook.looks import USUAL, Look, find_look
from quizapp.web.access import own_id


def init_app(app: Flask) -> None:
    """Let `base.html` say the look where the styles read it."""
    app.context_processor(lambda: {"own_look": own_look, "look_attributes": look_attributes})


def own_look() -> Look:
    """The look of the learner who is signed in; the usual one for everybody else."""
    if "look" not in g:
        learns = current_user.is_authenticated and current_user.role == "learner"
        g.look = find_look(db.session(), own_id()) if learns else USUAL
    return g.look  # type: ignore[no-any-return]


def forget_look() -> None:
    """Ask the database nothing more in this request: it may be what fails."""
    g.look = USUAL


def look_attributes() -> Markup:
    """What is not as usual, as attributes of the page."""
    look = own_look()
    chosen = {
        "size": look.size,
        "lines": look.lines.value,
        "letters": look.letters.value,
        "face": look.face.value,
        "theme": look.theme.value,
    }
    return Markup("").join(
        Markup(' data-{}="{}"').format(name, value)
        for name, value in chosen.items()
        if value != getattr(USUAL, name)
    )
