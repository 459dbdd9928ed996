"""A sentence of the domain is its English text, and can be said anew from its template."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale

from quizapp.web.languages import translate
from quizapp.wording import Wording, counted
from tests.web.engines import ON_SQLITE


def test_a_wording_is_its_english_text() -> None:
    said = Wording("%(course)s is over.", course="English 10A")
    assert said == "English 10A is over."
    assert f"{said}" == "English 10A is over."


@pytest.mark.parametrize(("num", "text"), [(1, "1 day"), (2, "2 days"), (0, "0 days")])
def test_a_wording_agrees_with_its_number(num: int, text: str) -> None:
    assert counted("%(num)d day", "%(num)d days", num) == text


@ON_SQLITE
@pytest.mark.parametrize(
    ("language", "num", "text"),
    [
        ("ru", 1, "До следующей попытки: 1 день."),
        ("ru", 3, "До следующей попытки: 3 дня."),
        ("ru", 11, "До следующей попытки: 11 дней."),
        ("ru", 21, "До следующей попытки: 21 день."),
        ("kk", 3, "Келесі талпынысқа дейін: 3 күн."),
        ("en", 3, "You can start the next attempt in 3 days."),
    ],
)
def test_a_wording_within_a_wording_is_translated_too(
    app: Flask, language: str, num: int, text: str
) -> None:
    wait = counted("%(num)d day", "%(num)d days", num)
    said = Wording("You can start the next attempt in %(wait)s.", wait=wait)
    with app.test_request_context(), force_locale(language):
        assert translate(said) == text


@ON_SQLITE
def test_what_somebody_has_written_is_left_as_it_is(app: Flask) -> None:
    with app.test_request_context(), force_locale("ru"):
        assert translate("100% right") == "100% right"
