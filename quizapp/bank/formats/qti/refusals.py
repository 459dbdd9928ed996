"""Why can one question of a file not be taken? Sentences that say what to do. (pure)"""

from __future__ import annotations

from enum import StrEnum


class Unreadable(ValueError):  # noqa: N818 - a refusal of one question, no fault of the program
    """A question that cannot be taken; the message is for the teacher."""


NO_KEY = "The file does not say what is right here. Mark the right answer and export it anew."
ESSAY = (
    "Here learners write a text that a person marks; quizapp has no such question. Ask for a word"
    " or a choice instead."
)
UNKNOWN_INTERACTION = (
    "Answering by {what} is nothing that quizapp has. Make it a choice, a gap, a matching or an"
    " ordering, and export it anew."
)
COMPOSITE = "This asks several things at once. Make a question of each, and export them anew."
NO_QUESTION = "There is a passage here, and no question that could be taken."
SHORT_PAGE = (
    "This page asks nothing and is too short for a passage. Put its words into the questions."
)
MOST_PIECES = 100  # choices or gaps; a question has a tenth of it
TOO_MANY = (
    "It has more than 100 choices or gaps, which no question has. Export it anew, or make several"
    " questions of it."
)
CALCULATED = (
    "Its numbers are made anew for each learner, which quizapp cannot do. Write one of them as a"
    " question with fixed numbers."
)


class Loss(StrEnum):
    """What quizapp has no place for though the question was taken; the value says it."""

    PASSAGE_MISSING = (
        "The passage of this question is not in this file. Bring the whole package, or choose the"
        " passage here."
    )
    PICTURE_MISSING = "A picture is not in this file. Put it into the question here."
    PICTURE_TYPE = (
        "A picture is no PNG, JPEG, GIF or WebP of at most 5 MB and was left out. Save it as one"
        " of these and put it into the question here."
    )
    PICTURE_ELSEWHERE = (
        "Pictures outside the question's own text were left out. Say in words what they show."
    )
    FORMULA = "A formula became plain text. See whether it still says the same."
    FORMATTING = "Bold type, lists, tables and links became plain text."
    POINTS = "Points were not taken: they are given in the quiz."
    PARTIAL = "Answers that earn a part of the points were left out; the full answer was taken."
    FEEDBACK = "Feedback on a right or wrong answer as a whole was left out."
    CHOICES = "The choices for its gaps were left out: learners type the words."
    EMPTY = "Empty options were left out."
    DRAW = "Of these questions some are drawn for each learner; all were read. Draw in the quiz."
    SETTINGS = "Settings such as time and attempts were not taken. Choose them in the quiz."
