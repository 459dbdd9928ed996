"""Does the proof itself speak of what the question names, counts and dates?

That the article has a name, a date or a number somewhere is not enough: those of the key stand in
the sentences of the quote (a name, at least in its paragraph), those of the stem in its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from quizapp.generation.draft import QuestionDraft
from quizapp.generation.writer.grounding import agree, find_dates
from quizapp.generation.writer.values import find_values
from quizapp.reading.reading import Granularity, Reading, Sentence, TimeExpression

_ASKS_FOR_DAY = re.compile(r"\b(?:which|what) (?:exact )?(?:day|date)\b", re.IGNORECASE)


def list_quoted(draft: QuestionDraft, reading: Reading) -> tuple[Sentence, ...]:
    """The sentences that the quote stands in."""
    span = draft.critical_span
    return tuple(
        sentence
        for sentence in reading.sentences
        if sentence.paragraph == span.paragraph
        and sentence.start < span.end
        and span.start < sentence.end
    )


def find_far_name(draft: QuestionDraft, reading: Reading) -> str:
    """A key that is a name which the paragraph of the quote does not have."""
    key = _key_of(draft)
    entity = reading.entity_named(key)
    place = draft.critical_span.paragraph
    if entity is None or any(mention.paragraph == place for mention in entity.mentions):
        return ""
    return f"The paragraph of the quote says nothing of “{key}”."


def find_far_date(draft: QuestionDraft, reading: Reading) -> str:
    """A date of the key outside of the quote's sentences, or of the stem outside of its paragraph.

    The title, and the month in which the article was published, are before everybody.
    """
    document = reading.document
    quoted = {sentence.index for sentence in list_quoted(draft, reading)}
    near = [time for time in reading.times if time.paragraph == draft.critical_span.paragraph]
    known = (*near, *find_dates(document.title))
    told = [time for time in near if time.sentence in quoted]
    far = (
        *_list_far(find_dates(_key_of(draft)), told, None),
        *_list_far(find_dates(draft.stem), known, document.published_on),
    )
    return _tell(far)


def find_coarse_date(draft: QuestionDraft) -> str:
    """A key that is no day where a day is asked for."""
    dates = find_dates(_key_of(draft))
    days = any(time.granularity is Granularity.DAY for time in dates)
    if not _ASKS_FOR_DAY.search(draft.stem) or not dates or days:
        return ""
    return f"It asks for a day, and “{_key_of(draft)}” is none."


def find_far_number(draft: QuestionDraft, reading: Reading) -> str:
    """A number of the key outside of the quote's sentences, or one of the stem as with dates."""
    document, place = reading.document, draft.critical_span.paragraph
    quoted = " ".join(sentence.text for sentence in list_quoted(draft, reading))
    near = f"{document.title}. {document.paragraphs[place - 1]}"
    published = document.published_on
    known = find_values(near) | find_values(str(published.year) if published else "")
    far = (find_values(_key_of(draft)) - find_values(quoted)) | (find_values(draft.stem) - known)
    return _tell(f"{value:f}" for value in sorted(far))


def _list_far(
    asked: Iterable[TimeExpression], known: Iterable[TimeExpression], published: date | None
) -> Iterator[str]:
    for time in asked:
        if not _is_of_issue(time, published) and not any(agree(time, other) for other in known):
            yield time.text


def _is_of_issue(time: TimeExpression, published: date | None) -> bool:
    """Whether it is the year or the month in which the article was published."""
    if published is None or time.day:
        return False
    return time.year == published.year and time.month in {None, published.month}


def _tell(far: Iterable[str]) -> str:
    found = next(iter(far), "")
    return f"“{found}” stands elsewhere in the text, not where the proof is." if found else ""


def _key_of(draft: QuestionDraft) -> str:
    return next((option.text for option in draft.options if option.key), "")
