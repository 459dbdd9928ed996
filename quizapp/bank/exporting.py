"""What of a bank goes into a file for another system, from the database or from a bank file?"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sqlalchemy.orm import Session

from quizapp.bank.content import load_latest
from quizapp.bank.formats.exchange import Item, Parcel
from quizapp.bank.loading import read_sound_bank
from quizapp.bank.models import Bank
from quizapp.bank.picture_files import read_picture_files
from quizapp.bank.pictures import load_pictures
from quizapp.bank.tags import list_question_tags
from quizapp.generation.draft import Status


def pack_bank(session: Session, bank: Bank, statuses: Collection[Status]) -> Parcel:
    """The bank's questions of these statuses, as they are now, with their passages."""
    latest = [it for it in load_latest(session, bank.id) if it[0].status in statuses]
    tags = list_question_tags(session, [question.id for question, _, _ in latest])
    articles = {question.article_id: question.article for question, _, _ in latest}
    places = {article_id: place for place, article_id in enumerate(articles)}
    items = tuple(
        Item(draft, places[question.article_id], tuple(tags.get(question.id, ())))
        for question, _, draft in latest
    )
    shown = {picture.sha256 for item in items for picture in item.draft.pictures}
    return Parcel(
        bank.title,
        items,
        tuple(article.to_document() for article in articles.values()),
        load_pictures(session, shown),
    )


def pack_file(path: Path, statuses: Collection[Status]) -> Parcel:
    """The questions of these statuses in the bank file at `path`, with their passage.

    Raises:
        BankFileError: the file or its passage breaks a rule; the first one is named.
    """
    bank_file, document = read_sound_bank(path)
    items = tuple(Item(it, 0) for it in bank_file.questions if it.status in statuses)
    shown = {picture.sha256 for item in items for picture in item.draft.pictures}
    return Parcel(document.title, items, (document,), read_picture_files(path, shown))
