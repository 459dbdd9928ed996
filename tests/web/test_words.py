"""The catalogues say everything that learners read, and nothing on their pages escapes them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from jinja2 import Environment

from quizapp.config import ROOT
from quizapp.web.catalogues import (
    compile_words,
    find_catalogue,
    list_forms,
    list_languages,
    list_missing,
    list_texts,
    name_text,
    read_catalogue,
    read_script_words,
    write_text,
)
from quizapp.web.collecting_words import collect
from quizapp.web.languages import LANGUAGES
from tests.web.translatable import list_english_alone, list_english_alone_in_script

TEMPLATES, SCRIPTS = ROOT / "templates", ROOT / "quizapp" / "web" / "static"
# What only teachers see has no translation yet; a new template must have one.
NOT_YET = (
    *(f"{folder}/" for folder in ("articles", "authoring", "bank", "banks")),
    *(f"{folder}/" for folder in ("course_files", "courses", "drafting", "guided", "live")),
    *(f"{folder}/" for folder in ("erasing", "quizzes", "rosters", "rulings", "setup", "teach")),
    *(f"{folder}/" for folder in ("transfers", "week", "written")),
    "overrides/index.html",
    "overrides/edit.html",
)
SCRIPTS_NOT_YET = (
    *(f"{name}.js" for name in ("articles", "authoring", "live", "pick_words", "quiz_editor")),
    *(f"{name}.js" for name in ("quiz_preview", "rosters", "select_words", "teach")),
    "packed/",  # made of scripts that are looked at themselves
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
TRANSLATED = [it for it in LANGUAGES if it != "en"]


def list_files(folder: Path, suffix: str, but: tuple[str, ...]) -> list[Path]:
    """The files that learners' pages are made of."""
    files = sorted(folder.rglob(f"*{suffix}"))
    return [it for it in files if not it.relative_to(folder).as_posix().startswith(but)]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def collected() -> Catalog:
    return collect()


@pytest.fixture(scope="module")
def environment() -> Environment:
    """Reads templates as the program does."""
    return Environment(extensions=["jinja2.ext.i18n"])


@pytest.mark.parametrize("template", list_files(TEMPLATES, ".html", NOT_YET), ids=name)
def test_every_word_of_a_learners_page_is_translatable(
    environment: Environment, template: Path
) -> None:
    assert list_english_alone(environment, template) == []


@pytest.mark.parametrize("script", list_files(SCRIPTS, ".js", SCRIPTS_NOT_YET), ids=name)
def test_every_word_of_a_learners_script_is_translatable(script: Path) -> None:
    assert list_english_alone_in_script(script) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hand in</p>", ["Hand in"]),
        ("<p>{{ _('Hand in') }}</p>", []),
        ("{% trans %}Hand in{% endtrans %}", []),
        ("<nav aria-label='Main'></nav>", ["Main"]),
        ("{{ 'Hand in' if over else _('Next') }}", ["Hand in"]),
        ("<a {% if over %}class='btn btn-primary'{% endif %}>quizapp</a>", []),
    ],
)
def test_an_english_word_in_a_template_is_found(
    environment: Environment, tmp_path: Path, source: str, found: list[str]
) -> None:
    template = tmp_path / "page.html"
    template.write_text(source, encoding="utf-8")
    assert list_english_alone(environment, template) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('say("Not saved");', ["Not saved"]),
        ('say(gettext("Not saved"));', []),
        ('say(ngettext("%(num)d second", "%(num)d seconds", n));', []),
        ("say(`Saved ${time}`);", ["Saved "]),
        ('button.className = "btn btn-primary"; // Not saved', []),
    ],
)
def test_an_english_word_in_a_script_is_found(
    tmp_path: Path, source: str, found: list[str]
) -> None:
    script = tmp_path / "page.js"
    script.write_text(source, encoding="utf-8")
    assert list_english_alone_in_script(script) == found


def test_every_language_of_the_switch_has_a_catalogue() -> None:
    assert set(list_languages()) == set(TRANSLATED)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_exactly_the_texts_of_the_sources(
    language: str, collected: Catalog
) -> None:
    """Otherwise run `make words`."""
    wanted = {it.id for it in list_texts(collected)}
    assert {it.id for it in list_texts(read_catalogue(language))} == wanted


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_has_a_translation_in_all_its_forms(language: str) -> None:
    catalogue = read_catalogue(language)
    assert list_missing(catalogue) == []
    plurals = [it for it in list_texts(catalogue) if it.pluralizable]
    assert {len(list_forms(it)) for it in plurals} == {catalogue.num_plurals}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_values_of_its_text(language: str) -> None:
    wrong = [
        (name_text(it), form)
        for it in list_texts(read_catalogue(language))
        for form in list_forms(it)
        if set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(name_text(it)))
        or "%" in PLACEHOLDER.sub("", form).replace("%%", "")
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_words_are_those_of_the_catalogue(language: str) -> None:
    """Otherwise run `make words`."""
    catalogue = read_catalogue(language)
    assert find_catalogue(language).read_bytes() == write_text(catalogue)
    assert find_catalogue(language, "mo").read_bytes() == compile_words(catalogue)


def test_scripts_are_given_their_own_words_with_forms_by_name() -> None:
    words = read_script_words("ru", ("sitting",))
    assert words["Hand in"] == "Сдать"
    assert words["%(num)d minute"] == {
        "one": "%(num)d минута",
        "few": "%(num)d минуты",
        "many": "%(num)d минут",
    }
    assert "Join the course" not in words, "no script says it"
    assert read_script_words("en", ("sitting",)) == {}
    assert read_script_words("ru", ("no-such-folder",)) == {}
