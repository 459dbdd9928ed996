"""Which shape shall an answer have, and has it?

The same model makes the JSON Schema that is sent and checks what comes back. What a server
promises about schemas is not relied on.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

WRONG_ANSWERS = 3
LONGEST_ANSWER = 40_000  # characters: longer than that is no answer to anything that is asked
_THOUGHTS = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
_FENCE = re.compile(r"^\s*```(?:json)?\s*(.*?)\s*```\s*$", re.DOTALL)


class Shape(BaseModel):
    """An object with these fields and no others, each of its very type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class WrongOption(Shape):
    text: str
    why_wrong: str
    class_: Literal["misreading", "other_span", "unsupported"]

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, alias_generator=lambda name: name.rstrip("_")
    )


# The schema bounds the list, for a small model does not find its end; a gate counts what came.
WrongAnswers = Annotated[
    list[WrongOption],
    Field(json_schema_extra={"minItems": WRONG_ANSWERS, "maxItems": WRONG_ANSWERS}),
]


class WrittenQuestion(Shape):
    quote: str
    question: str
    answer: str
    why_right: str
    wrong_answers: WrongAnswers


class Questions(Shape):
    questions: list[WrittenQuestion]


class Choice(Shape):
    answer: Literal["A", "B", "C", "D", "E", "F", "G", "H", "none"]


class Verdict(Shape):
    supported: Literal["yes", "no"]


class WrongOptions(Shape):
    wrong_answers: WrongAnswers


class Wording(Shape):
    text: str


S = TypeVar("S", bound=Shape)


class ShapeError(ValueError):
    """An answer in another shape than asked for; the message says in a sentence how."""


@lru_cache
def make_schema(shape: type[Shape]) -> dict[str, Any]:
    """The JSON Schema that is sent, with its references; `title` is its name."""
    return shape.model_json_schema()


def read_shape(text: str, shape: type[S]) -> S:
    """The answer as a value; thoughts before it and a fence around it are not part of it.

    Raises:
        ShapeError: it is nothing, no JSON, or other JSON.
    """
    bare = _THOUGHTS.sub("", text, count=1).strip()
    fenced = _FENCE.match(bare)
    bare = fenced.group(1) if fenced else bare
    if not bare:
        raise ShapeError("The model answered nothing.")
    if len(bare) > LONGEST_ANSWER:
        raise ShapeError("The model answered with more than was asked for.")
    try:
        return shape.model_validate(json.loads(bare))
    except ValidationError:
        raise ShapeError("The model answered in another form than asked for.") from None
    except (ValueError, RecursionError):
        raise ShapeError("The model’s answer breaks off, or is no JSON.") from None
