"""What can an operator set, and what is it set to?

Every setting is an environment variable `QUIZAPP_<NAME>`; `quizapp config` lists them.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import Field, dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent
_PASSWORD_IN_URL = re.compile(r"(://[^:/@]*:)[^@]*@")


class SettingError(ValueError):
    """A setting has a value that the program cannot use; the message says what to write."""


def setting(
    default: T, meaning: str, *, secret: bool = False, least: int = 0, choices: tuple[T, ...] = ()
) -> T:
    """A dataclass field that carries its meaning for `quizapp config` and the docs.

    `least` is the smallest value of a whole number; `choices` are all values that there are.
    """
    known = {"meaning": meaning, "secret": secret, "least": least, "choices": choices}
    return field(default=default, metadata=known, repr=not secret)


@dataclass(frozen=True)
class Settings:
    """All settings with their defaults; read once when the program starts."""

    instance: str = setting(
        str(ROOT / "instance"), "Folder for the embedded database, the job queue and the key."
    )
    database_url: str = setting(
        "", "SQLAlchemy address of the database; empty means SQLite in the instance folder."
    )
    secret_key: str = setting(
        "", "Signs sessions; empty means one is made and kept in the instance folder.", secret=True
    )
    timezone: str = setting(
        "UTC", "Time zone in which teachers enter and everybody reads dates, such as Asia/Almaty."
    )
    grace_seconds: int = setting(
        60, "Bell grace: answers that were on the way arrive this many seconds after the deadline."
    )
    name_tries: int = setting(
        10,
        "How many wrong passwords or access codes one name may send within QUIZAPP_TRIES_MINUTES.",
        least=1,
    )
    address_tries: int = setting(
        100,
        "How many wrong passwords, course codes and set-up codes may come from one address"
        " within QUIZAPP_TRIES_MINUTES.",
        least=1,
    )
    tries_minutes: int = setting(
        5, "For how many minutes, from the first on, wrong tries are counted.", least=1
    )
    upload_megabytes: int = setting(
        12, "The largest request body that is read, in megabytes.", least=1
    )
    secure_cookies: bool = setting(False, "Send cookies over HTTPS alone; set to 1 behind HTTPS.")
    hosts: str = setting(
        "",
        "Names under which browsers find the program, parted by commas; all others are refused."
        " Empty means any.",
    )
    proxies: int = setting(
        0, "How many reverse proxies in front set X-Forwarded-For and X-Forwarded-Proto."
    )
    workers: int = setting(2, "Web worker processes.", least=1)
    threads: int = setting(4, "Threads in each web worker.", least=1)
    log_format: str = setting(
        "auto",
        "How the log is written: json, text, or auto, which is text at a terminal and json else.",
        choices=("auto", "json", "text"),
    )
    log_level: str = setting(
        "info",
        "The least that is logged; a line for each request is info.",
        choices=("debug", "info", "warning", "error"),
    )
    slow_ms: int = setting(
        500, "SQL statements that take this many milliseconds or longer are logged; 0 is none."
    )
    metrics_token: str = setting(
        "",
        "Who sends this token may read /metrics; empty means that there are no metrics.",
        secret=True,
    )
    erase_after_days: int = setting(
        0,
        "Days after which a learner who has left all courses, or whose courses are all archived,"
        " is erased; 0 is never.",
    )
    keep_log_days: int = setting(
        0, "Days for which the log of a closed attempt is kept; 0 is for ever."
    )
    keep_audit_days: int = setting(
        0, "Days for which it is kept what teachers and operators did; 0 is for ever."
    )
    keep_reading_days: int = setting(
        0, "Days for which it is kept how long learners read each day; 0 is for ever."
    )
    writer_url: str = setting(
        "",
        "Where a language model answers that may write questions: the base address of any server"
        " that speaks OpenAI's protocol, such as http://127.0.0.1:11434/v1. Empty means none, and"
        " nothing is ever sent.",
    )
    writer_model: str = setting("", "Which model it is asked for.")
    writer_key: str = setting("", "The key that it asks for, if it asks for one.", secret=True)
    writer_seconds: int = setting(
        60, "How many seconds the writer may take for one answer.", least=1
    )
    writer_calls: int = setting(
        300, "How often the writer may be asked about one article.", least=1
    )
    writer_tokens: int = setting(
        300_000, "How many tokens, in and out, one article may cost.", least=1
    )
    writer_approves: bool = setting(
        False,
        "Approve at once what the writer wrote and no gate has marked; by default a teacher reads"
        " everything first.",
    )
    demo: bool = setting(True, "Load the demo when the program first starts.")

    @property
    def instance_path(self) -> Path:
        return Path(self.instance).resolve()

    @property
    def sqlalchemy_url(self) -> str:
        """The database's address, the embedded default filled in."""
        return self.database_url or f"sqlite:///{self.instance_path / 'quizapp.sqlite3'}"

    @property
    def queue_path(self) -> Path:
        """Where tasks wait for the worker, beside the embedded database."""
        return self.instance_path / "jobs.sqlite3"

    @property
    def host_names(self) -> list[str]:
        """The names under which the program answers; none means under any."""
        return [name.strip() for name in self.hosts.split(",") if name.strip()]

    @property
    def writer_host(self) -> str:
        """To whom texts are sent when a writer is asked, or nothing."""
        return urlsplit(self.writer_url).netloc.rpartition("@")[2]

    @property
    def grace(self) -> timedelta:
        return timedelta(seconds=self.grace_seconds)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read `QUIZAPP_*` from `environ`.

    Raises:
        SettingError: a value is of the wrong type or an unknown time zone.
    """
    values: dict[str, object] = {}
    for entry in fields(Settings):
        name = variable_name(entry.name)
        if name in environ:
            values[entry.name] = _parse(name, environ[name], entry)
    settings = Settings(**values)  # type: ignore[arg-type]
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: a folder of zones
        raise SettingError(
            f"QUIZAPP_TIMEZONE: {settings.timezone!r} is no known time zone;"
            " write a name such as Europe/Paris"
        ) from error
    _check_writer(settings)
    return settings


def _check_writer(settings: Settings) -> None:
    if not settings.writer_url:
        return
    if not re.match(r"https?://[^/\s@]+(?:/|$)", settings.writer_url):
        raise SettingError(
            "QUIZAPP_WRITER_URL: write an address such as http://127.0.0.1:11434/v1; a key belongs"
            " into QUIZAPP_WRITER_KEY"
        )
    if not settings.writer_model:
        raise SettingError(
            "QUIZAPP_WRITER_MODEL: write which model QUIZAPP_WRITER_URL is asked for"
        )
    if not settings.writer_key.isascii() or re.search(r"\s", settings.writer_key):
        raise SettingError("QUIZAPP_WRITER_KEY: a key has no blanks and no letters beyond ASCII")


def variable_name(field_name: str) -> str:
    return f"QUIZAPP_{field_name.upper()}"


def describe(settings: Settings) -> list[tuple[str, str, str]]:
    """(variable, value, meaning) of every setting; secrets and passwords are not shown."""
    return [
        (
            variable_name(entry.name),
            _shown(getattr(settings, entry.name), bool(entry.metadata["secret"])),
            str(entry.metadata["meaning"]),
        )
        for entry in fields(Settings)
    ]


def load_secret_key(settings: Settings) -> str:
    """The key that signs sessions: the one set, or one made once and kept in the instance."""
    if settings.secret_key:
        return settings.secret_key
    path = _find_key(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _keep_new_key(path)
    return path.read_text().strip()


def keep_secret_key(settings: Settings, key: str) -> None:
    """Let `key` be the one that is kept in the instance, in place of another."""
    path = _find_key(settings)
    _draft_key(path, key).replace(path)


def _find_key(settings: Settings) -> Path:
    return settings.instance_path / "secret_key"


def _keep_new_key(path: Path) -> None:
    """Make the key; of several processes that start together one wins, and no one reads half."""
    draft = _draft_key(path, secrets.token_hex(32))
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _draft_key(path: Path, key: str) -> Path:
    draft = path.with_name(f"secret_key.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(key)
    return draft


def _parse(name: str, raw: str, entry: Field[object]) -> object:
    wanted, least, choices = type(entry.default), entry.metadata["least"], entry.metadata["choices"]
    if choices and raw not in choices:
        raise SettingError(f"{name}: write one of {', '.join(choices)}, not {raw!r}")
    if wanted is bool:
        if raw.lower() not in {"0", "1", "true", "false", "yes", "no"}:
            raise SettingError(f"{name}: write 1 or 0, not {raw!r}")
        return raw.lower() in {"1", "true", "yes"}
    if wanted is int:
        if not raw.isdecimal() or int(raw) < least:
            raise SettingError(f"{name}: write a whole number from {least}, not {raw!r}")
        return int(raw)
    return raw


def _shown(value: object, secret: bool) -> str:
    if secret:
        return "(set)" if value else "(not set)"
    if isinstance(value, bool):
        return "1" if value else "0"
    return _PASSWORD_IN_URL.sub(r"\1***@", str(value))
