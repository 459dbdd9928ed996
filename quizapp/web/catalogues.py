"""What do the catalogues say in a language, and what can they not say yet?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from gettext import c2py
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

TRANSLATIONS = Path(__file__).parent / "translations"
SCRIPTS = "quizapp/web/static/"
ENOUGH_NUMBERS = 200  # every plural form of a language is met below


def list_languages() -> list[str]:
    """The languages that have a catalogue; English needs none."""
    return sorted(it.name for it in TRANSLATIONS.iterdir() if it.is_dir())


def find_catalogue(language: str, suffix: str = "po") -> Path:
    """Where the words of a language lie."""
    return TRANSLATIONS / language / "LC_MESSAGES" / f"messages.{suffix}"


def read_catalogue(language: str) -> Catalog:
    """The words of a language, as they are translated."""
    with find_catalogue(language).open("rb") as file:
        return read_po(file, locale=language)


def update_catalogue(catalogue: Catalog, collected: Catalog) -> None:
    """Give it exactly the texts that were collected; the translations that it has are kept."""
    catalogue.update(collected, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()


def list_texts(catalogue: Catalog) -> Iterator[Message]:
    """Every text; the head of the file is none."""
    return (it for it in catalogue if it.id)


def list_missing(catalogue: Catalog) -> list[str]:
    """The texts without a (whole, certain) translation."""
    return [name_text(it) for it in list_texts(catalogue) if it.fuzzy or not all(list_forms(it))]


def name_text(text: Message) -> str:
    """The English text, in the singular."""
    return text.id[0] if isinstance(text.id, tuple | list) else str(text.id)


def list_forms(text: Message) -> tuple[str, ...]:
    """The translation: one, or one for each plural form."""
    return tuple(text.string) if isinstance(text.string, tuple | list) else (text.string or "",)


def write_text(catalogue: Catalog) -> bytes:
    """The catalogue as the file that people translate."""
    file = BytesIO()
    write_po(file, catalogue, width=0, sort_output=True, include_lineno=False)
    return file.getvalue()


def compile_words(catalogue: Catalog) -> bytes:
    """The catalogue as the file that the program reads."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


@cache
def read_script_words(language: str, folders: tuple[str, ...]) -> dict[str, Any]:
    """The words that the scripts of these folders (or files) need in a language.

    A text that depends on a number has its forms by the names that browsers know them by:
    one, few, many, other.
    """
    if language not in list_languages():
        return {}
    places = tuple(f"{SCRIPTS}{it}{end}" for it in folders for end in ("/", ".js"))
    catalogue = read_catalogue(language)
    name_form = Locale.parse(language).plural_form
    index = c2py(catalogue.plural_expr)
    return {
        name_text(it): _by_name(list_forms(it), name_form, index) if it.pluralizable else it.string
        for it in list_texts(catalogue)
        if any(name.startswith(places) for name, _ in it.locations)
    }


def _by_name(
    forms: tuple[str, ...], name_form: Callable[[int], str], index: Callable[[int], int]
) -> dict[str, str]:
    return {name_form(n): forms[index(n)] for n in range(ENOUGH_NUMBERS)}
