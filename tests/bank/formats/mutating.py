"""Files that are nearly right: a sound file of each format, damaged as files are damaged."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from random import Random

from quizapp.bank.formats.exchange import Format, Item, Parcel
from quizapp.bank.formats.registry import FORMATS, write_parcel
from quizapp.generation.draft import Picture
from tests.factories import DOCUMENT, FERRY, one_of_each_kind
from tests.web.worlds import PICTURE, PICTURE_SHA256

# What readers stumble over: signs that mean something in some format, and numbers beyond reason.
TOKENS = (
    *(b"", b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"&#0;", b"&#xD800;", b"&nbsp;", b"<![CDATA["),
    *(b"-->", b"{", b"}", b"~", b"=", b"####", b"->", b"//", b"\\", b"%-1000%", b"{1:MC:"),
    *(b"$CATEGORY:", b"1e999999999", b"9" * 400, b"-0", b"NaN", b"<", b"</", b"/>", b'"', b"'"),
    *(b",", b";", b"\t", b"\r", b"\n\n", b"ANSWER: Z", b"A) ", b"____", b"=1+1", b"../"),
    *(b"@@PLUGINFILE@@/x", b"<p>" * 300),
)
MOST_CHANGES = 4
# What no writer of ours makes.
READ_ONLY = {
    "blooket": b"Question #,Question Text,Answer 1,Answer 2,Answer 3,Answer 4,Time Limit (sec)"
    b",Correct Answer(s)\n1,Who opened it?,A cyclist,The mayor,A tram driver,,20,2\n",
    "gimkit": b"Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2 (Optional)"
    b",Incorrect Answer 3 (Optional)\nWho opened it?,The mayor,A cyclist,A tram driver,\n",
}


@cache
def seed_file(name: str) -> bytes:
    """A sound file of the format, with a question of each kind that it carries."""
    if name in READ_ONLY:
        return READ_ONLY[name]
    shown = (Picture(PICTURE_SHA256, "A bridge"),)
    first, *rest = one_of_each_kind()
    drafts = (replace(first, pictures=shown), *rest)
    items = tuple(Item(draft, at % 2, ("week 3",)) for at, draft in enumerate(drafts))
    parcel = Parcel("Crossings", items, (DOCUMENT, FERRY), {PICTURE_SHA256: PICTURE})
    return write_parcel(parcel, FORMATS[name]).content


def list_readers() -> list[Format]:
    """The formats that are read."""
    return [it for it in FORMATS.values() if it.read]


def mutate_files(kept: Format, rng: Random) -> Iterator[bytes]:
    """Damaged files without end."""
    seed = seed_file(kept.name)
    while True:
        is_zip = seed.startswith(b"PK")
        yield _damage_member(seed, rng) if is_zip and rng.random() < 0.8 else _damage(seed, rng)


def _damage(raw: bytes, rng: Random) -> bytes:
    for _ in range(rng.randint(1, MOST_CHANGES)):
        at = rng.randrange(len(raw) + 1)
        to = min(len(raw), at + rng.choice((0, 1, 1, 2, 8, 40, 400)))
        change = rng.randrange(6)
        if change == 0:
            raw = raw[:at] + rng.choice(TOKENS) + raw[at:]
        elif change == 1:
            raw = raw[:at] + rng.choice(TOKENS) + raw[to:]
        elif change == 2:
            raw = raw[:at] + raw[to:]
        elif change == 3:
            raw = raw[:at] + raw[at:to] * rng.choice((2, 3, 50)) + raw[to:]
        elif change == 4 and rng.random() < 0.2:
            raw = raw[:at]
        elif at < len(raw):
            raw = raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :]
    return raw


def _damage_member(raw: bytes, rng: Random) -> bytes:
    """The zip with one of its files damaged, renamed, doubled or gone."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as source, zipfile.ZipFile(out, "w") as target:
        names = source.namelist()
        chosen = rng.choice(names)
        for name in names:
            content = source.read(name)
            if name != chosen:
                target.writestr(name, content)
            elif (fate := rng.random()) < 0.85:
                target.writestr(name, _damage(content, rng))
            elif fate < 0.9:
                target.writestr(rng.choice(("../x", "/x", "x", f"{name}/y", name.upper())), content)
    return out.getvalue()
