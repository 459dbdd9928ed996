"""What is each kind of question good for? What a teacher reads before choosing one."""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.generation.draft import Kind


@dataclass(frozen=True)
class KindWords:
    """One line on a kind, and the shape of a question of it."""

    kind: Kind
    good_for: str
    example: str


KINDS = (
    KindWords(
        Kind.MULTIPLE_CHOICE,
        "One right answer among wrong ones that a hasty reader would choose.",
        "Why was the bridge closed? A, B, C or D.",
    ),
    KindWords(
        Kind.MULTIPLE_RESPONSE,
        "Several right answers: has the reader found all of them?",
        "Which of these does the bridge carry? Tick all that are right.",
    ),
    KindWords(
        Kind.TRUE_FALSE,
        "A quick check of one fact. Half of all guesses are right.",
        "The bridge was closed in 1998. True or false?",
    ),
    KindWords(
        Kind.TRUE_FALSE_NOT_GIVEN,
        "Does the reader tell what the text says from what it leaves open?",
        "The bridge is painted red. True, false or not given?",
    ),
    KindWords(
        Kind.SHORT_ANSWER,
        "An answer of a few words that cannot be guessed.",
        "What damaged the bridge? ________",
    ),
    KindWords(
        Kind.CLOZE,
        "Words that are missing from a sentence or a summary.",
        "It was ____ after a flood in ____.",
    ),
    KindWords(
        Kind.NUMERICAL,
        "A number from the text, or one to be worked out.",
        "For how many years was it closed? ____",
    ),
    KindWords(
        Kind.MATCHING,
        "Who did what, what happened when, which cause has which effect.",
        "1998, 2003 – closed, opened, painted",
    ),
    KindWords(
        Kind.ORDERING,
        "The order of events or of steps.",
        "Put in order: it opened, it was planned, it was paid for.",
    ),
    KindWords(
        Kind.INSERTION,
        "How sentences hang together. You choose one that is taken out of the passage.",
        "Where does “It was the third.” belong? After “…”, after “…”",
    ),
    KindWords(
        Kind.SELECT_SENTENCE,
        "Which sentence does the work? The reader chooses one of a paragraph.",
        "Which sentence of paragraph 2 gives a reason?",
    ),
    KindWords(
        Kind.IRRELEVANT_SENTENCE,
        "What keeps a paragraph together. You slip in a sentence that does not belong.",
        "Which of these five sentences is the intruder?",
    ),
)
