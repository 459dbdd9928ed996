"""What would a learner be given? A paper to look at, which nobody sits and nothing keeps."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from sqlalchemy.orm import Session

from quizapp.articles.models import Article
from quizapp.attempts.drawing import draw_paper
from quizapp.attempts.models import PaperItem
from quizapp.attempts.paper import ItemView, print_item
from quizapp.attempts.ruled import Verdict
from quizapp.attempts.rulings import find_verdicts
from quizapp.bank.content import load_articles, load_versions
from quizapp.generation.draft import QuestionDraft
from quizapp.quizzes.models import Quiz


@dataclass(frozen=True)
class TrialPaper:
    """A paper that nobody sits and that is kept nowhere: as printed, with what it asks.

    `items`, `drafts` and `articles` go together, question by question; `verdicts` are what was
    ruled on some of them.
    """

    number: int
    items: tuple[PaperItem, ...]
    views: tuple[ItemView, ...]
    drafts: dict[int, QuestionDraft]
    articles: dict[int, Article]
    verdicts: dict[int, Verdict]


def draw_trial(session: Session, quiz: Quiz, number: int) -> TrialPaper:
    """Paper `number` of the quiz: the same again, as long as the quiz and its banks stay."""
    items = draw_paper(session, quiz, Random(number))
    versions = [item.version_id for item in items]
    drafts = load_versions(session, versions)
    return TrialPaper(
        number=number,
        items=tuple(items),
        views=tuple(print_item(it, drafts[it.version_id], count=len(items)) for it in items),
        drafts={it: drafts[it] for it in versions},
        articles=load_articles(session, versions),
        verdicts=find_verdicts(session, quiz.id),
    )
