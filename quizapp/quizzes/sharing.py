"""How many questions of each stratum does a slot ask? (pure)

A stratum is the questions about one article that are equally hard. Shares follow from the
pool alone, so they are the same for every learner.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from quizapp.generation.draft import Difficulty

K = TypeVar("K", bound=Hashable)

STEPS = tuple(Difficulty)  # from easy to hard


class Stratum(NamedTuple):
    """Questions about one article that are equally hard."""

    article_id: int
    difficulty: Difficulty


def share_out(pool: Iterable[Stratum], count: int) -> Iterator[Stratum]:
    """`count` strata: the articles of `pool` equally, in each the difficulties by proportion.

    A difficulty that is rarer than half a question may get none. Of equal remainders the
    easier goes first.
    """
    sizes = Counter(pool)
    articles = Counter[int]()
    for stratum, size in sizes.items():
        articles[stratum.article_id] += size
    for article_id, part in sorted(share_equally(articles, count).items()):
        steps = {step: sizes[Stratum(article_id, step)] for step in STEPS}
        for step, number in share_by_size(steps, part).items():
            yield from [Stratum(article_id, step)] * number


def share_equally(sizes: Mapping[K, int], count: int) -> dict[K, int]:
    """`count` in parts as equal as can be, none beyond its size.

    What a small one cannot give, the others give; what is left over goes to the largest.

    >>> share_equally({"bridge": 9, "ferry": 2, "tram": 4}, 10)
    {'bridge': 4, 'ferry': 2, 'tram': 4}
    """
    shares = dict.fromkeys(sizes, 0)
    for _ in range(min(count, sum(sizes.values()))):
        open_to = [key for key in sizes if shares[key] < sizes[key]]
        least = min(open_to, key=lambda key: (shares[key], -sizes[key]))
        shares[least] += 1
    return shares


def share_by_size(sizes: Mapping[K, int], count: int) -> dict[K, int]:
    """`count` in parts as large as the sizes ask for, by largest remainder (Hamilton).

    >>> share_by_size({"easy": 6, "medium": 3, "hard": 1}, 4)
    {'easy': 3, 'medium': 1, 'hard': 0}
    """
    total = sum(sizes.values())
    if not total:
        return dict.fromkeys(sizes, 0)
    count = min(count, total)
    parts = {key: divmod(size * count, total) for key, size in sizes.items()}
    left = count - sum(whole for whole, _ in parts.values())
    favoured = sorted(parts, key=lambda key: -parts[key][1])[:left]
    return {key: whole + (key in favoured) for key, (whole, _) in parts.items()}


def nearest(wanted: Stratum, among: Sequence[int]) -> list[tuple[Stratum, ...]]:
    """What may stand in for `wanted`, in turn: its own article before the others of `among`,
    of each the nearest difficulty, of two the easier; then any at all."""
    at = STEPS.index(wanted.difficulty)
    steps = sorted(STEPS, key=lambda step: abs(STEPS.index(step) - at))
    articles = sorted(among, key=lambda it: (it != wanted.article_id, it))
    single = [Stratum(article_id, step) for article_id in articles for step in steps]
    return [*((it,) for it in single), tuple(single)]
