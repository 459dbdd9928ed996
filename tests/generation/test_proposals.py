"""What is proposed, what is refused, and that the bank comes from the rest."""

from __future__ import annotations

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.generation import Proposal, choose, generate, propose
from quizapp.generation.reasons import MENDABLE, Reason
from quizapp.reading import Reading, read

PARAGRAPHS = (
    "Mayor Anna Osei closed the harbour of Quelmar on May 2. Ivo Brandt was arrested on May 4.",
    "Lawyer Tomas Reil said that the port was the oldest on the coast. He resigned in 2011.",
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(Document("A Port", tuple(Block(BlockRole.BODY, text) for text in PARAGRAPHS)))


@pytest.fixture(scope="module")
def proposals(reading: Reading) -> tuple[Proposal, ...]:
    return tuple(propose(reading))


def test_the_bank_is_chosen_from_what_is_proposed(
    reading: Reading, proposals: tuple[Proposal, ...]
) -> None:
    assert proposals
    assert choose(proposals, reading) == generate(reading)


def test_a_grave_reason_keeps_a_proposal_out_of_the_bank(
    reading: Reading, proposals: tuple[Proposal, ...]
) -> None:
    refused = [Proposal(each.draft, (Reason.VAGUE_REFERENCE,)) for each in proposals]
    assert all(each.dropped for each in refused)
    assert choose(refused, reading) == ()


@pytest.mark.parametrize("reason", sorted(MENDABLE))
def test_a_reason_that_a_teacher_can_mend_drops_nothing(
    reason: Reason, proposals: tuple[Proposal, ...]
) -> None:
    mended = Proposal(proposals[0].draft, (reason,))
    assert not mended.dropped
    assert mended.grave_reasons == ()


def test_a_draft_carries_the_codes_of_its_reasons(proposals: tuple[Proposal, ...]) -> None:
    assert all(each.draft.reasons == tuple(map(str, each.reasons)) for each in proposals)
