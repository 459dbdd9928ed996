"""Which question is an item of QTI 2.x or 3.0, and which passage does it stand with? (pure)"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from quizapp.bank.formats.exchange import FormatError, Item
from quizapp.bank.formats.feedback import read_feedback
from quizapp.bank.formats.markup import to_text
from quizapp.bank.formats.qti.bodies import Body, find_interactions, is_for_learners
from quizapp.bank.formats.qti.declarations import read_declarations
from quizapp.bank.formats.qti.identifiers import read_identifier
from quizapp.bank.formats.qti.interactions import Asked, read_interactions
from quizapp.bank.formats.qti.names import normalise
from quizapp.bank.formats.qti.questions import apply_keywords, refuse_unsound
from quizapp.bank.formats.qti.refusals import CALCULATED, Loss, Unreadable
from quizapp.bank.formats.qti.shelves import PASSAGE_WORDS, Shelf, count_words
from quizapp.bank.formats.xml_source import parse_xml

_NO_BODY = "There is nothing to read in this question. Export it anew."
_TEXT_BLOCKS = frozenset({"p", "div", "section", "article", "blockquote"})
_PAGES = (".html", ".htm", ".xhtml", ".xml")


@dataclass(frozen=True)
class Source:
    """Where an item comes from: its file, its keywords, and the passage of its section."""

    path: str
    keywords: tuple[str, ...] = ()
    passage: int | None = None


def read_item(root: etree._Element, source: Source, shelf: Shelf) -> Item:
    """The question in a normalised `assessmentItem`. Raises Unreadable."""
    place = name_place(root, source.path)
    content = root.find("itemBody")
    if content is None:
        raise Unreadable(_NO_BODY)
    if root.find("templateDeclaration") is not None:
        raise Unreadable(CALCULATED)
    passage, apart = _find_passage(root, content, source, shelf)
    body = Body(skipped=apart)
    stem, pictures = shelf.read_stem(body.write(content), source.path, place)
    if body.has_formula:
        shelf.losses.note(Loss.FORMULA, place)
    general, by_choice = _read_feedback(root, shelf, place)
    asked = Asked(root, read_declarations(root), by_choice, stem, place, shelf)
    draft = replace(read_interactions(asked, content), pictures=pictures)
    rationale, evidence = read_feedback(general)
    draft = replace(draft, rationale=rationale, critical_span=evidence)
    draft, tags = apply_keywords(draft, source.keywords)
    draft = replace(draft, uid=read_identifier(root.get("identifier", "")))
    return Item(refuse_unsound(draft), passage, tags, place)


def asks_nothing(root: etree._Element) -> bool:
    """Whether an item is a page to read only."""
    content = root.find("itemBody")
    return content is not None and _asks_for_nothing(content)


def read_page(root: etree._Element, source: Source, shelf: Shelf) -> int | None:
    """The passage that a page to read is; None when it is too short for one."""
    markup = Body().write(root.find("itemBody"))
    if count_words(markup) < PASSAGE_WORDS:
        return None
    return shelf.lay_passage(markup, root.get("title", ""), name_place(root, source.path))


def name_place(root: etree._Element, path: str) -> str:
    """What a teacher finds the item by: its file in a package, else its identifier."""
    return path or f"item {root.get('identifier') or root.get('title') or 'without a name'}"


def read_rubrics(section: etree._Element, shelf: Shelf, place: str) -> int | None:
    """The passage that a section shows beside each of its items."""
    for rubric in section.iterfind("rubricBlock"):
        markup = Body().write(rubric)
        if is_for_learners(rubric) and count_words(markup) >= PASSAGE_WORDS:
            return shelf.lay_passage(markup, "", place)
    return None


def _find_passage(
    root: etree._Element, content: etree._Element, source: Source, shelf: Shelf
) -> tuple[int | None, Sequence[etree._Element]]:
    """The passage of an item, and the elements in its body that are only that."""
    place = name_place(root, source.path)
    for reference in root.iterfind("assessmentStimulusRef"):
        found = _read_page_file(reference.get("href", ""), source.path, shelf, place)
        if found is not None:
            return found, ()
    for element in content.iter("object", "include"):
        href = element.get("data") or element.get("href", "")
        if posixpath.splitext(href)[1].lower() in _PAGES:
            found = _read_page_file(href, source.path, shelf, place)
            if found is not None:
                return found, (element,)
    for rubric in content.iter("rubricBlock"):
        markup = Body().write(rubric)
        if is_for_learners(rubric) and count_words(markup) >= PASSAGE_WORDS:
            return shelf.lay_passage(markup, "", place), (rubric,)
    before = _find_text_apart(content)
    markup = "".join(f"<div>{Body().write(it)}</div>" for it in before)
    if count_words(markup) >= PASSAGE_WORDS:
        return shelf.lay_passage(markup, "", place), before
    return source.passage, ()


def _find_text_apart(content: etree._Element) -> list[etree._Element]:
    """The blocks of a body that can only be a passage, since the question itself stands elsewhere.

    Where the interaction has a prompt that is all around it, else a long block beside others.
    """
    blocks = [it for it in content if it.tag in _TEXT_BLOCKS and _asks_for_nothing(it)]
    counts = {it: count_words(Body().write(it)) for it in blocks}
    if content.find(".//prompt") is not None:
        return [it for it in blocks if counts[it]]
    long = [it for it in blocks if it.tag != "p" and counts[it] >= PASSAGE_WORDS]
    return long if count_words(Body(skipped=long).write(content)) else []


def _asks_for_nothing(block: etree._Element) -> bool:
    return next(find_interactions(block), None) is None


def _read_page_file(href: str, near: str, shelf: Shelf, place: str) -> int | None:
    """The passage in a stimulus or a page of the package."""
    path = shelf.package.find(href, near) if shelf.package else None
    if shelf.package is None or path is None:
        shelf.losses.note(Loss.PASSAGE_MISSING, place)
        return None
    try:
        root, _ = parse_xml(shelf.package.read(path))
    except FormatError:
        shelf.losses.note(Loss.PASSAGE_MISSING, place)
        return None
    normalise(root)
    content = next(root.iter("stimulusBody", "body"), root)
    heading = next(root.iter("title"), None)
    title = root.get("title") or ("".join(heading.itertext()) if heading is not None else "")
    return shelf.lay_passage(Body().write(content), " ".join(title.split()), place)


def _read_feedback(root: etree._Element, shelf: Shelf, place: str) -> tuple[str, dict[str, str]]:
    """The feedback on the whole question, and that for a choice by the choice's identifier."""
    texts = {
        it.get("identifier", ""): to_text(Body().write(it)) for it in root.iterfind("modalFeedback")
    }
    choices = {it.get("identifier", "") for it in root.iterfind("itemBody//simpleChoice")}
    by_choice = {name: text for name, text in texts.items() if name in choices}
    others = {name: text for name, text in texts.items() if name not in choices and text}
    if not others:
        return "", by_choice
    always = set(_find_shown_always(root))
    chosen = next(
        (name for name in others if name in always or len(set(others.values())) == 1),
        next((name for name in others if _is_for_right(name)), ""),
    )
    if set(others.values()) - {others.get(chosen, "")}:
        shelf.losses.note(Loss.FEEDBACK, place)
    return others.get(chosen, ""), by_choice


def _find_shown_always(root: etree._Element) -> Iterator[str]:
    """The feedback that an outcome names from the beginning."""
    for value in root.iterfind("outcomeDeclaration/defaultValue/value"):
        yield "".join(value.itertext()).strip()


def _is_for_right(name: str) -> bool:
    return "correct" in name.casefold() and "incorrect" not in name.casefold()
