"""How are times and points typed? Fields that show minutes and keep seconds, and exact points."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

MOST_POINTS = 100
LARGEST = 9  # digits before the point, less one: beyond it no number is meant
HUNDREDTH = Decimal("0.01")


class NumberField(Field):
    """A number that is typed with a point or a comma; its data is exact."""

    widget = TextInput()
    validation_attrs = ("required",)
    refusal = "Write a number, such as 2 or 1.5."

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else _print(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            number = Decimal(typed.replace(",", "."))
        except InvalidOperation:
            raise ValueError(self.refusal) from None
        if not number.is_finite() or number.adjusted() > LARGEST:
            raise ValueError(self.refusal)
        self.data = number


class MinutesField(NumberField):
    """A time that is typed in minutes; its data is whole seconds, None for an empty field.

    Two decimals of a minute tell any two seconds apart, so no time changes on its way
    through the page.
    """

    refusal = "Write minutes as a number, such as 20 or 1.5."

    def __init__(self, label: str, *, most: int, **more: Any) -> None:
        super().__init__(label, **more)
        self.most = most
        self.flags.optional = True

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return _print((Decimal(self.data) / 60).quantize(HUNDREDTH)) if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if self.data is None:
            return
        seconds, self.data = round(self.data * 60), None
        if not 1 <= seconds <= self.most * 60:
            raise ValueError(f"Write minutes, from 1 to {self.most}, or nothing.")
        self.data = seconds


class PointsField(NumberField):
    """Points that a question is worth, from 0.01 to 100, with up to five decimals."""

    refusal = "Write points as a number, such as 1 or 2.5."

    def pre_validate(self, form: object) -> None:
        if self.data is None:
            if not self.process_errors:
                raise ValidationError(self.refusal)
        elif not HUNDREDTH <= self.data <= MOST_POINTS:
            raise ValidationError(f"Write points from {HUNDREDTH} to {MOST_POINTS}.")
        elif self.data.as_tuple().exponent < -5:
            raise ValidationError("Write at most five decimals.")

    def read(self) -> Decimal:
        """The points; 1 as long as what was typed is no number."""
        return Decimal(1) if self.data is None else Decimal(self.data)


def _print(number: Decimal) -> str:
    """Without zeros that say nothing: 2.50 is 2.5.

    >>> _print(Decimal("20.00"))
    '20'
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
