"""Every setting is described, read with care, and keeps its secrets."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from quizapp import create_app
from quizapp.config import (
    ROOT,
    SettingError,
    Settings,
    describe,
    load_secret_key,
    read_settings,
    variable_name,
)

NAMES = [entry.name for entry in fields(Settings)]


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_described_in_a_sentence(name: str) -> None:
    described = {variable: meaning for variable, _, meaning in describe(Settings())}
    meaning = described[variable_name(name)]
    assert meaning[0].isupper()
    assert meaning.endswith(".")
    assert len(meaning) > 15


def test_settings_are_listed_once_and_in_order() -> None:
    assert [variable for variable, _, _ in describe(Settings())] == [
        f"QUIZAPP_{name.upper()}" for name in NAMES
    ]


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = read_settings({})
    assert settings == Settings()
    assert settings.instance_path == (ROOT / "instance").resolve()
    assert settings.sqlalchemy_url == f"sqlite:///{ROOT / 'instance' / 'quizapp.sqlite3'}"
    assert (settings.grace.total_seconds(), str(settings.zone)) == (60, "UTC")


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("grace_seconds", "0", 0),
        ("workers", "8", 8),
        ("secure_cookies", "1", True),
        ("secure_cookies", "YES", True),
        ("demo", "0", False),
        ("demo", "false", False),
        ("timezone", "Asia/Almaty", "Asia/Almaty"),
        ("database_url", "postgresql://db/quizapp", "postgresql://db/quizapp"),
        ("name_tries", "3", 3),
    ],
)
def test_a_variable_sets_its_setting_and_no_other(name: str, raw: str, value: object) -> None:
    settings = read_settings({variable_name(name): raw, "QUIZAPP_UNKNOWN": "1", "PATH": "/bin"})
    assert settings == replace(Settings(), **{name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("grace_seconds", "soon", "QUIZAPP_GRACE_SECONDS: write a whole number from 0, not 'soon'"),
        ("grace_seconds", "-1", "write a whole number from 0, not '-1'"),
        ("grace_seconds", "1.5", "write a whole number"),
        ("workers", "", "QUIZAPP_WORKERS: write a whole number from 1, not ''"),
        ("threads", "0", "QUIZAPP_THREADS: write a whole number from 1, not '0'"),
        ("demo", "maybe", "QUIZAPP_DEMO: write 1 or 0, not 'maybe'"),
        ("secure_cookies", "", "write 1 or 0"),
        ("timezone", "Nowhere", "'Nowhere' is no known time zone; write a name such as Europe/"),
        ("timezone", "", "is no known time zone"),
        ("timezone", "Europe", "'Europe' is no known time zone"),
        ("timezone", "/etc/passwd", "is no known time zone"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_in_words(name: str, raw: str, message: str) -> None:
    with pytest.raises(SettingError, match=message):
        read_settings({variable_name(name): raw})


def test_the_secret_key_is_not_shown() -> None:
    shown = {it[0]: it[1] for it in describe(Settings(secret_key="do not tell"))}
    assert shown["QUIZAPP_SECRET_KEY"] == "(set)"
    assert "do not tell" not in str(shown)
    unset = {it[0]: it[1] for it in describe(Settings())}
    assert unset["QUIZAPP_SECRET_KEY"] == "(not set)"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql+psycopg://quiz:p%40ss@db/quiz", "postgresql+psycopg://quiz:***@db/quiz"),
        ("postgresql://quiz@db/quiz", "postgresql://quiz@db/quiz"),
        ("sqlite:////srv/quiz.sqlite3", "sqlite:////srv/quiz.sqlite3"),
        ("", ""),
    ],
)
def test_the_password_of_the_database_is_not_shown(url: str, shown: str) -> None:
    found = {it[0]: it[1] for it in describe(Settings(database_url=url))}
    assert found["QUIZAPP_DATABASE_URL"] == shown


def test_switches_are_shown_as_they_are_written() -> None:
    shown = {it[0]: it[1] for it in describe(Settings(secure_cookies=True, demo=False))}
    assert (shown["QUIZAPP_SECURE_COOKIES"], shown["QUIZAPP_DEMO"]) == ("1", "0")


def test_the_key_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    settings = Settings(instance=str(tmp_path / "new"))
    key = load_secret_key(settings)
    assert len(key) == 64
    assert load_secret_key(settings) == key
    path = tmp_path / "new" / "secret_key"
    assert path.read_text() == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_secret_key(Settings(instance=str(tmp_path / "other"))) != key


def test_a_key_that_is_set_is_used_and_none_is_made(tmp_path: Path) -> None:
    assert load_secret_key(Settings(instance=str(tmp_path), secret_key="given")) == "given"
    assert list(tmp_path.iterdir()) == []


def test_the_program_takes_its_settings(tmp_path: Path) -> None:
    settings = Settings(
        instance=str(tmp_path), secret_key="given", upload_megabytes=2, secure_cookies=True
    )
    app = create_app(settings)
    assert app.config["SECRET_KEY"] == "given"
    assert app.config["MAX_CONTENT_LENGTH"] == 2 * 1024 * 1024
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert app.extensions["settings"] is settings


WRITER = {"QUIZAPP_WRITER_URL": "https://api.example.org/v1", "QUIZAPP_WRITER_MODEL": "large-1"}


def test_a_writer_is_named_by_its_host_and_its_key_is_shown_nowhere() -> None:
    settings = read_settings({**WRITER, "QUIZAPP_WRITER_KEY": "sk-hidden"})
    assert settings.writer_host == "api.example.org"
    assert Settings().writer_host == ""
    shown = f"{settings!r} {describe(settings)}"
    assert "sk-hidden" not in shown
    assert "(set)" in shown


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"QUIZAPP_WRITER_URL": "api.example.org"}, "QUIZAPP_WRITER_URL"),
        ({"QUIZAPP_WRITER_URL": "ftp://api.example.org"}, "QUIZAPP_WRITER_URL"),
        ({"QUIZAPP_WRITER_URL": "https://user:sk-hidden@api.example.org"}, "QUIZAPP_WRITER_KEY"),
        ({"QUIZAPP_WRITER_MODEL": ""}, "QUIZAPP_WRITER_MODEL"),
        ({"QUIZAPP_WRITER_KEY": "sk-hidden\n"}, "QUIZAPP_WRITER_KEY"),
        ({"QUIZAPP_WRITER_KEY": "sk-hiddén"}, "QUIZAPP_WRITER_KEY"),
        ({"QUIZAPP_WRITER_CALLS": "0"}, "QUIZAPP_WRITER_CALLS"),
    ],
)
def test_a_writer_that_cannot_be_asked_is_refused_without_its_key(
    changes: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingError, match=named) as refused:
        read_settings(WRITER | changes)
    assert "sk-hidd" not in str(refused.value)
