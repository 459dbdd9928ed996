"""Which formats are there, and which one is a file of? (pure)"""

from __future__ import annotations

from dataclasses import replace

from quizapp.articles.document import Document
from quizapp.bank.formats import (
    aiken,
    anki,
    game_sheets,
    gift_writing,
    kahoot,
    moodle_xml_writing,
    own_sheet_writing,
    wayground,
)
from quizapp.bank.formats.exchange import (
    Format,
    FormatError,
    Incoming,
    Item,
    Notice,
    Outgoing,
    Parcel,
    Part,
    reduce_to,
)
from quizapp.bank.formats.pictures import tell_picture
from quizapp.bank.formats.qti.formats import QTI_12, QTI_21, QTI_22, QTI_30
from quizapp.bank.formats.scrubbing import scrub

LONGEST_TITLE = 300  # of an article
_FIRST_WORDS = 60  # characters of a text that has no title

# In the order in which a file is held against them: the surest marks first.
FORMATS: dict[str, Format] = {
    it.name: it
    for it in (
        QTI_30,
        QTI_22,
        QTI_21,
        QTI_12,
        moodle_xml_writing.FORMAT,
        own_sheet_writing.WORKBOOK_FORMAT,
        own_sheet_writing.CSV_FORMAT,
        wayground.FORMAT,
        game_sheets.GIMKIT,
        game_sheets.BLOOKET,
        kahoot.FORMAT,
        gift_writing.FORMAT,
        aiken.FORMAT,
        anki.FORMAT,
    )
}


def guess_format(raw: bytes) -> Format:
    """The format of a file by its content. Raises FormatError when it is none of ours."""
    for it in FORMATS.values():
        if it.recognise is not None and it.recognise(raw):
            return it
    if not raw.strip():
        raise FormatError("This file is empty. Choose the file that the other system has exported.")
    if tell_picture(raw):
        raise FormatError("This is a picture. Choose a file of questions.")
    names = ", ".join(it.title for it in FORMATS.values() if it.read)
    raise FormatError(
        f"No question can be found in this file. Export it anew as one of these: {names}. If it is"
        " one of them, say which."
    )


def read_parcel(raw: bytes, name: str = "") -> tuple[Format, Incoming]:
    """What is in a file of the format called `name`, or of the one that its content tells.

    Raises:
        FormatError: nothing can be read; the message says what to do.
    """
    kept = FORMATS[name] if name else guess_format(raw)
    if kept.read is None:
        raise FormatError(f"{kept.title} can be written, not read.")
    incoming = scrub(kept.read(raw))
    passages = tuple(_entitle(it) for it in incoming.parcel.passages)
    incoming = replace(incoming, parcel=replace(incoming.parcel, passages=passages))
    if not (incoming.parcel.items or incoming.notices):
        raise FormatError(f"There is no question in this file ({kept.title}).")
    return kept, incoming


def _entitle(passage: Document) -> Document:
    """The passage with a title that can be kept: not empty, and not too long."""
    title = " ".join(passage.title.split()) or f"{passage.paragraphs[0][:_FIRST_WORDS].strip()} …"
    return replace(passage, title=title[:LONGEST_TITLE])


def write_parcel(parcel: Parcel, kept: Format) -> Outgoing:
    """The file, and a notice for all that it does not hold.

    Raises:
        FormatError: the format can hold none of these questions, or is only read.
    """
    if kept.write is None:
        raise FormatError(f"{kept.title} can be read, not written.")
    notices: list[Notice] = []
    items: list[Item] = []
    for item in parcel.items:
        reduced = reduce_to(item, kept)
        if reduced is None:
            notices.append(_say_lost(item, kept))
        else:
            items.append(reduced)
    if not items:
        raise FormatError(f"{kept.title} can hold none of these questions.")
    passages = parcel.passages if Part.PASSAGE in kept.keeps else ()
    pictures = parcel.pictures if Part.PICTURES in kept.keeps else {}
    content = kept.write(Parcel(parcel.title, tuple(items), passages, pictures))
    return Outgoing(content, (*notices, *_say_changed(parcel, kept)))


def _say_lost(item: Item, kept: Format) -> Notice:
    draft = item.draft
    why = kept.refuse(draft) if draft.kind in kept.carries else ""
    kind = draft.kind.value.replace("_", " ")
    message = why or f"{kept.title} has no question like “{kind}”; it is left out."
    return Notice(f"“{draft.stem}”", message, is_lost=True)


def _say_changed(parcel: Parcel, kept: Format) -> list[Notice]:
    """One notice for each kind that comes back as another, and one for all that is left behind."""
    kinds = {it.draft.kind for it in parcel.items if not kept.refuse(it.draft)}
    notices = [
        Notice("", f"{_name(kind)} questions become {_name(kept.carries[kind])} questions.")
        for kind in sorted(kinds)
        if kept.carries.get(kind, kind) is not kind
    ]
    left = [part for part in Part if part not in kept.keeps and _has(parcel, part)]
    if left:
        named = ", ".join(part.value for part in left)
        notices.append(Notice("", f"{kept.title} has no place for {named}."))
    return notices


def _name(kind: str) -> str:
    return kind.replace("_", " ").capitalize()


def _has(parcel: Parcel, part: Part) -> bool:
    """Whether any question of the parcel has this part."""
    if part is Part.PASSAGE:
        return bool(parcel.passages)
    drafts = [item.draft for item in parcel.items]
    if part is Part.TAGS:
        return any(item.tags for item in parcel.items)
    if part in (Part.SKILL, Part.DIFFICULTY, Part.ID):
        return bool(drafts)
    options = [option for draft in drafts for option in draft.options]
    found = {
        Part.WRITER: any(draft.writer for draft in drafts),
        Part.PICTURES: any(draft.pictures for draft in drafts),
        Part.RATIONALE: any(draft.rationale for draft in drafts),
        Part.EVIDENCE: any(draft.critical_span.quote for draft in drafts),
        Part.DISTRACTOR_SPANS: any(draft.distractor_spans for draft in drafts),
        Part.OPTION_RATIONALES: any(option.rationale for option in options),
        Part.DISTRACTOR_CLASSES: any(option.distractor_class for option in options),
    }
    return found[part]
