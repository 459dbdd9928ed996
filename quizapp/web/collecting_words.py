"""Which texts of the sources are said to people, and which have no translation yet?

Run as a program (`make words`) it brings every catalogue up to date and compiles it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from quizapp.config import ROOT
from quizapp.web.catalogues import (
    compile_words,
    find_catalogue,
    list_languages,
    list_missing,
    read_catalogue,
    update_catalogue,
    write_text,
)

PLACES = ("quizapp", "templates")
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "Wording": None, "counted": (1, 2)}


def collect() -> Catalog:
    """Every text that can be said in another language, and the files where it stands."""
    found = Catalog(charset="utf-8")
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    for place in PLACES:
        for name, _, text, _, context in extract_from_dir(ROOT / place, methods, options, KEYWORDS):
            found.add(text, locations=[(f"{place}/{name}", 0)], context=context)
    return found


def bring_up_to_date() -> Iterator[str]:
    """Write every catalogue anew; yields a line for each text that has no translation."""
    collected = collect()
    for language in list_languages():
        catalogue = read_catalogue(language)
        update_catalogue(catalogue, collected)
        find_catalogue(language).write_bytes(write_text(catalogue))
        find_catalogue(language, "mo").write_bytes(compile_words(catalogue))
        yield from (f"{language}: no translation of {text!r}" for text in list_missing(catalogue))


if __name__ == "__main__":
    missing = list(bring_up_to_date())
    print(*missing, sep="\n")
    sys.exit(1 if missing else 0)
