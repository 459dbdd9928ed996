"""Which formats of QTI are there, and what does each keep of a question?"""

from __future__ import annotations

from functools import partial

from quizapp.bank.formats.exchange import AS_THEMSELVES, Format, Part
from quizapp.bank.formats.qti.classic_reading import holds_classic, read_classic
from quizapp.bank.formats.qti.classic_writing import write_classic
from quizapp.bank.formats.qti.names import V2P1, V2P2, V3P0, Dialect
from quizapp.bank.formats.qti.numerals import read_decimal
from quizapp.bank.formats.qti.package_writing import write_qti
from quizapp.bank.formats.qti.packages import is_zip, peek_manifest
from quizapp.bank.formats.qti.questions import flatten
from quizapp.bank.formats.qti.reading import read_qti
from quizapp.generation.draft import Kind, QuestionDraft

_PEEK = 8192  # bytes in which a file names its namespace
_ALL_BUT_SPANS = frozenset(Part) - {Part.DISTRACTOR_SPANS}


def _recognise(raw: bytes, versions: tuple[str, ...]) -> bool:
    """By the namespace of the item, or by the types in the manifest: ..._xmlv2p1."""
    if is_zip(raw):
        manifest = peek_manifest(raw)
        return any(f"item_xmlv{it}".encode() in manifest for it in versions)
    start = raw[:_PEEK].replace(b"\0", b"")
    return any(f"/imsqti{mark}_v{it}".encode() in start for it in versions for mark in ("", "asi"))


def _refuse(draft: QuestionDraft) -> str:
    if draft.kind is Kind.NUMERICAL:
        for answer in draft.accepted_answers:
            if read_decimal(answer.text) is None or read_decimal(answer.tolerance or "0") is None:
                return f"QTI has no place for “{answer.text}”. Write it in at most 40 digits."
    return ""


def _make_format(name: str, dialect: Dialect, *versions: str) -> Format:
    return Format(
        name=name,
        title=f"QTI {dialect.version}",
        suffix=".zip",
        media_type="application/zip",
        carries=AS_THEMSELVES,
        keeps=_ALL_BUT_SPANS,
        recognise=partial(_recognise, versions=versions),
        read=read_qti,
        write=partial(write_qti, dialect=dialect),
        refuse=_refuse,
        simplify=flatten,
    )


def _recognise_classic(raw: bytes) -> bool:
    return b"imsqti_xmlv1p" in peek_manifest(raw) if is_zip(raw) else holds_classic(raw)


QTI_12 = Format(
    name="qti12",
    title="QTI 1.2 (Canvas)",
    suffix=".zip",
    media_type="application/zip",
    carries=AS_THEMSELVES,
    keeps=_ALL_BUT_SPANS,
    recognise=_recognise_classic,
    read=read_classic,
    write=write_classic,
    refuse=_refuse,
    simplify=flatten,
)
QTI_21 = _make_format("qti21", V2P1, "2p1", "2p0")
QTI_22 = _make_format("qti22", V2P2, "2p2")
QTI_30 = _make_format("qti30", V3P0, "3p0")
