"""How can a sentence of the domain be said in another language?

It is its own English text, so whoever does not translate reads English. Whoever does looks up
the template and fills in the values (`quizapp.web.languages.translate`). The catalogues collect
every template that stands in a call of `Wording` or `counted`.
"""

from __future__ import annotations

from typing import Any


class Wording(str):
    """A sentence that is said to people; `many` and `values["num"]` make it a matter of number."""

    template: str
    many: str
    values: dict[str, Any]

    def __new__(cls, template: str, many: str = "", **values: Any) -> Wording:
        chosen = many if many and values["num"] != 1 else template
        self = super().__new__(cls, chosen % values)
        self.template, self.many, self.values = template, many, values
        return self


def counted(template: str, many: str, num: int, **values: Any) -> Wording:
    """A wording that depends on a number: `%(num)d day`, `%(num)d days`."""
    return Wording(template, many, num=num, **values)
