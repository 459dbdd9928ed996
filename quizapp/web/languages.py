"""In which language does a page speak? Its words come from the catalogues in `translations`."""

from __future__ import annotations

from flask import Flask, request
from flask_babel import Babel, get_locale

LANGUAGES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}
COOKIE = "language"


def init_app(app: Flask) -> None:
    """Let templates translate, and tell them the language of the page."""
    Babel(app, default_translation_directories="web/translations", locale_selector=choose_language)
    app.context_processor(lambda: {"language": str(get_locale()), "languages": LANGUAGES})


def choose_language() -> str:
    """The language that was chosen on this device, else the first that the browser asks for."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES) or "en"
