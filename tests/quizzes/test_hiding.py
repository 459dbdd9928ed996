"""Which questions hide words of a text is told without reading the whole banks."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from quizapp.articles.models import Article
from quizapp.bank.models import Question
from quizapp.generation.draft import Status
from quizapp.quizzes.setting import list_candidates, list_hiding
from tests.conftest import NOON
from tests.factories import about, make_bank, make_ferry_bank, make_teacher


def test_what_hides_words_of_a_text_is_what_the_candidates_hide(session: Session) -> None:
    teacher = make_teacher(session, NOON)
    banks = [make_bank(session, teacher, NOON), make_ferry_bank(session, teacher, NOON)]
    ids = [it.id for it in banks]
    for bank in banks:
        article = about(bank)
        expected = {
            it.draft
            for it in list_candidates(session, *ids)
            if session.get_one(Article, it.article_id) is article and it.draft.hidden_spans
        }
        assert expected
        assert set(list_hiding(session, article.sha256, *ids)) == expected
    assert list_hiding(session, "another text", *ids) == []
    assert list_hiding(session, about(banks[0]).sha256) == []


def test_a_question_that_is_not_approved_hides_nothing(session: Session) -> None:
    bank = make_ferry_bank(session, make_teacher(session, NOON), NOON)
    assert len(list_hiding(session, about(bank).sha256, bank.id)) == 1
    session.execute(update(Question).values(status=Status.RETIRED))
    assert list_hiding(session, about(bank).sha256, bank.id) == []
