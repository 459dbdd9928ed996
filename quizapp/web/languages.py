"""In which language does a page speak? Its words come from the catalogues in `translations`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, g, has_app_context, has_request_context, request
from flask_babel import Babel, get_locale, get_translations, ngettext
from flask_babel.speaklater import LazyString
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from quizapp.web.catalogues import read_script_words
from quizapp.wording import Wording

LANGUAGES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}
COOKIE = "language"
A_YEAR = 365 * 24 * 3600
# The pages of teachers have no words but the English ones yet.
ENGLISH_PAGES = frozenset(
    {
        "setup",
        "teach",
        "account",
        "articles",
        "guided",
        "drafting",
        "bank",
        "authoring",
        "banks",
        "bank_work",
        "transfers",
        "quizzes",
        "publishing",
        "quiz_papers",
        "courses",
        "grade_files",
        "course_settings",
        "course_files",
        "rosters",
        "erasing",
        "rulings",
        "live",
        "marking",
        "overrides",
        "done",
    }
)


def init_app(app: Flask) -> None:
    """Let templates translate, and tell them the language of the page."""
    Babel(app, default_translation_directories="web/translations", locale_selector=choose_language)
    app.jinja_env.globals.update(_=say, gettext=say, ngettext=say_many)
    app.context_processor(_describe_language)
    app.add_template_filter(translate)
    app.add_template_test(is_sentence, "sentence")
    app.add_template_global(name_language, "page_language")
    app.add_template_global(name_text_language, "text_language")


def say(sentence: str, **values: object) -> Markup:
    """A sentence of a template in the language of the page; `%(name)s` stands for a value.

    In place of what Flask-Babel gives to templates, which looks the catalogue up at every one of a
    page's hundreds of sentences.
    """
    said = _find_said(sentence, name_language())
    return said % values if values else _without_values(said)


def say_many(one: str, many: str, num: int, **values: object) -> Markup:
    """As `say`, in the form that goes with `num`."""
    return Markup(get_translations().ungettext(one, many, num)) % {"num": num, **values}


@lru_cache(maxsize=10_000)
def _find_said(sentence: str, _language: str) -> Markup:
    # The language of the page is that of its catalogue.
    return Markup(get_translations().ugettext(sentence))


@lru_cache(maxsize=10_000)
def _without_values(said: Markup) -> Markup:
    return said % {}


def choose_language() -> str:
    """The person's own language, else what was chosen on this device, else what it asks for."""
    if not has_request_context() or not is_translated():
        return "en"
    asked = request.accept_languages.best_match(LANGUAGES)
    return _own_language() or find_chosen() or asked or "en"


def find_chosen() -> str | None:
    """What was chosen on this device."""
    chosen = request.cookies.get(COOKIE)
    return chosen if chosen in LANGUAGES else None


def is_translated() -> bool:
    """Whether the page that is asked for speaks all languages."""
    return request.blueprint not in ENGLISH_PAGES


def translate(text: str) -> str:
    """A sentence of the domain in the language of the page; any other text as it is."""
    if not isinstance(text, Wording):
        return text
    values: dict[str, Any] = {name: translate(it) for name, it in text.values.items()}
    if text.many:
        return str(ngettext(text.template, text.many, **values))
    said = str(_find_said(text.template, name_language()))
    return said % values if values else said


def is_sentence(value: object) -> bool:
    """Whether something among a form's errors is said to people; those of inner forms are not."""
    return isinstance(value, (str, LazyString))


def name_language() -> str:
    """The language of the page, for macros too."""
    if not has_app_context():
        return "en"  # what forms say when they are loaded
    known = getattr(g, "language", None)
    if known is None:
        known = g.language = str(get_locale() or "en")
    return known


def name_text_language() -> str:
    """The language of passages and questions; those of the try-out speak as its page does."""
    return name_language() if request.blueprint == "try_out" else "en"


def keep_on_device(response: Response, language: str) -> None:
    """Let this device ask for the language for a year."""
    response.set_cookie(
        COOKIE, language, max_age=A_YEAR, secure=request.is_secure, httponly=True, samesite="Lax"
    )


def _own_language() -> str | None:
    own = getattr(current_user, "language", None)  # a visitor has none
    return own if own in LANGUAGES else None


def _describe_language() -> dict[str, Any]:
    language = name_language()
    return {
        "language": language,
        "text_direction": get_locale().text_direction,
        "languages": LANGUAGES if is_translated() else {},
        "way_back": _find_way_back(),
        "script_words": lambda *folders: read_script_words(language, folders),
    }


def _find_way_back() -> str:
    """Where the page stands that is shown: the first page for what only a button leads to."""
    rule = request.url_rule
    readable = rule is not None and "GET" in (rule.methods or ())
    return request.full_path.rstrip("?") if readable else "/"
