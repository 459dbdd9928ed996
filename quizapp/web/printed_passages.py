"""How does a passage stand in the page, where very many look at the same one?

Everybody who sits a quiz is shown the same text with the same words left out: it is printed once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from flask import Flask, current_app
from markupsafe import Markup

from quizapp.web.languages import name_language, name_text_language
from quizapp.web.passage import PassageView

MOST = 50  # in each language; a long article is some 50 kB


def init_app(app: Flask) -> None:
    """Give the templates the filter that prints a passage."""
    app.add_template_filter(print_passage, "passage_page")


def print_passage(passage: PassageView) -> Markup:
    """The passage as the macro prints it, in the language of the page."""
    return _print(passage, name_language(), name_text_language())


@lru_cache(maxsize=MOST)
def _print(passage: PassageView, _language: str, _text_language: str) -> Markup:
    # A view is told from another by all that it says, and the languages are what the macro asks.
    macros = cast(Any, current_app.jinja_env.get_template("_passage.html").module)
    return Markup(macros.passage(passage))
