"""How do values read on a page? The templates' filters."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel.dates import format_date, format_skeleton
from babel.numbers import get_decimal_symbol
from flask import Flask
from flask_babel import gettext, lazy_gettext, ngettext
from markupsafe import Markup

from quizapp.bank.placing import GUESSED
from quizapp.generation.draft import Skill
from quizapp.generation.reasons import EXPLANATIONS, Reason
from quizapp.progress.mastery import Level
from quizapp.quizzes.entitlement import Entitlement
from quizapp.web.access import is_own_quiz, is_taught, now, the_settings
from quizapp.web.languages import name_language

WORDS = {
    "true_false": "True or false",
    "true_false_not_given": "True, false or not given",
    "other_span": "True of another part",
    "misreading": "Misreads the text",
    "unsupported": "Not in the text",
    "cloze": "Fill the gap",
    "insertion": "Place the sentence",
    "select_sentence": "Find the sentence",
    "irrelevant_sentence": "Find the intruder",
    Skill.DETAIL: lazy_gettext("Detail"),
    Skill.VOCABULARY: lazy_gettext("Vocabulary"),
    Skill.REFERENCE: lazy_gettext("Reference"),
    Skill.COHESION: lazy_gettext("Cohesion"),
    Skill.SEQUENCE: lazy_gettext("Sequence"),
    Skill.CAUSE: lazy_gettext("Cause"),
    Skill.ATTRIBUTION: lazy_gettext("Attribution"),
    Skill.INFERENCE: lazy_gettext("Inference"),
    Skill.MAIN_IDEA: lazy_gettext("Main idea"),
    Skill.PURPOSE: lazy_gettext("Purpose"),
    Level.UNSURE: lazy_gettext("Too early to say"),
    Level.BEGINNING: lazy_gettext("Beginning"),
    Level.ON_THE_WAY: lazy_gettext("On the way"),
    Level.SECURE: lazy_gettext("Secure"),
}


def init_app(app: Flask) -> None:
    """Give the templates their filters, and what they ask before they show a link."""
    app.add_template_test(is_own_quiz, "own_quiz")
    app.add_template_test(is_taught, "taught")
    for name in (
        "when",
        "day",
        "iso",
        "clock_time",
        "duration",
        "minutes",
        "limit",
        "own_time",
        "soon",
        "score",
        "number",
        "percent",
        "label",
        "reason",
    ):
        app.add_template_filter(globals()[f"show_{name}"], name)


def show_when(moment: datetime) -> Markup:
    """23 Nov 2026, 10:42 in the school's time zone, as a `time` element."""
    local = moment.astimezone(the_settings().zone)
    text = f"{show_day(local.date())}, {local:%H:%M}"
    return Markup('<time datetime="{}">{}</time>').format(show_iso(moment), text)


def show_day(day: date) -> str:
    """23 Nov 2026, as the language of the page writes it."""
    locale = name_language()
    if locale == "en":
        return format_date(day, "d MMM y", locale)
    return format_skeleton("yMMMd", day, locale=locale)


def show_iso(moment: datetime) -> str:
    """ISO 8601 in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def show_clock_time(moment: datetime) -> str:
    """10:42:05 in the school's time zone."""
    return f"{moment.astimezone(the_settings().zone):%H:%M:%S}"


def show_duration(seconds: float | None) -> str:
    """40 minutes; 1 hour 5 minutes; 1 minute 30 seconds; no time limit. Never more than there is.

    >>> show_duration(3900)
    '1 hour 5 minutes'
    """
    if seconds is None:
        return str(gettext("no time limit"))
    minutes, left = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = (
        ngettext("%(num)d hour", "%(num)d hours", hours) if hours else "",
        ngettext("%(num)d minute", "%(num)d minutes", minutes) if minutes else "",
        ngettext("%(num)d second", "%(num)d seconds", left) if left or not seconds >= 1 else "",
    )
    return " ".join(part for part in parts if part)


def show_minutes(seconds: float) -> str:
    """Whole minutes, at least one: 12 minutes."""
    return str(ngettext("%(num)d minute", "%(num)d minutes", max(1, round(seconds / 60))))


def show_limit(limit: timedelta | None) -> str:
    """A time limit in words, see `show_duration`."""
    return show_duration(limit.total_seconds() if limit else None)


def show_own_time(entitlement: Entitlement) -> str:
    """A learner's own time limit, and everybody's where it differs.

    60 min (40 + extended time); 40 min; no time limit (extended time).
    """
    own, usual = entitlement.time_limit, entitlement.usual_limit
    shown = show_duration(None) if own is None else _minutes(own)
    if usual is None or not entitlement.is_extended:
        return shown
    if own is None:
        return str(gettext("%(time)s (extended time)", time=shown))
    before = _minutes(usual).removesuffix(f" {_minute_unit()}")
    return str(gettext("%(time)s (%(before)s + extended time)", time=shown, before=before))


def show_soon(moment: datetime) -> str:
    """10:40 when that is today, otherwise 10:40 on 3 Mar 2026, in the school's time zone."""
    zone = the_settings().zone
    local, today = moment.astimezone(zone), now().astimezone(zone).date()
    time = f"{local:%H:%M}"
    if local.date() == today:
        return time
    return str(gettext("%(time)s on %(day)s", time=time, day=show_day(local.date())))


def show_score(score: Decimal | None) -> str:
    """8.5, 10, 6.67: at most two decimals, none that say nothing."""
    if score is None:
        return "-"
    text = f"{score:.2f}".rstrip("0").rstrip(".")
    return (text or "0").replace(".", _decimal_symbol(name_language()))


def show_number(amount: Decimal | int) -> int:
    """The whole number with whose plural form an amount is said: 2.5 points as 2 points."""
    return int(amount) if amount == int(amount) else 2


def show_percent(ratio: float | None) -> str:
    """85 %, a half upwards as people round; a dash for nothing."""
    if ratio is None:
        return "-"
    percent = Decimal(f"{ratio * 100:.6f}").quantize(Decimal(1), ROUND_HALF_UP)
    return f"{percent}\u00a0%"


def show_label(value: str) -> str:
    """A value of ours in plain words: main_idea is Main idea."""
    return _find_label(str(value), name_language())


@lru_cache(maxsize=1000)
def _find_label(value: str, _language: str) -> str:
    # The words are looked up in the language of the page.
    return str(WORDS.get(value) or value.replace("_", " ").replace("-", " ").capitalize())


def show_reason(code: str) -> str:
    """A reason code as the sentence that a teacher reads."""
    if code == GUESSED:
        return "The evidence was found by the words of the key: does it prove it?"
    return EXPLANATIONS[Reason(code)] if code in set(Reason) else show_label(code)


def _minutes(limit: timedelta) -> str:
    """40 min; 31 min 15 s; 45 s."""
    minutes, seconds = divmod(int(limit.total_seconds()), 60)
    parts = [f"{minutes} {_minute_unit()}"] * bool(minutes)
    parts += [str(gettext("%(num)s s", num=seconds))] * bool(seconds)
    return " ".join(parts)


def _minute_unit() -> str:
    return str(gettext("min"))


@cache
def _decimal_symbol(locale: str) -> str:
    return str(get_decimal_symbol(locale))
