"""The checker itself: a sound package breaks no rule, and each fault is seen."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from quizapp.bank.formats.exchange import Parcel
from quizapp.bank.formats.qti.formats import QTI_12, QTI_21, QTI_30
from quizapp.bank.formats.registry import write_parcel
from tests.bank.formats.qti.parcels import make_zip
from tests.bank.formats.qti.structure import check_package
from tests.bank.formats.qti.test_round_trip import make_choice

PARCEL = Parcel("Bridges", (make_choice("one"), make_choice("two")))


def spoil(raw: bytes, old: str, new: str) -> list[str]:
    """What is said of the package when this stands in its files instead of that."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        files = {it: archive.read(it).decode() for it in archive.namelist()}
    assert any(old in it for it in files.values())
    return check_package(make_zip({name: it.replace(old, new) for name, it in files.items()}))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (">choice_1</", ">choice_9</", "the key choice_9 is no choice"),
        ('simpleChoice identifier="choice_2"', 'simpleChoice identifier="choice_1"', "two choices"),
        ('adaptive="false" ', "", "assessmentItem says no adaptive"),
        ("<prompt>Which river is it?</prompt>", "<value>1</value>", "has the children"),
        ('responseIdentifier="RESPONSE"', 'responseIdentifier="OTHER"', "do not agree"),
        ('outcomeIdentifier="FEEDBACK"', 'outcomeIdentifier="F"', "outcome F is not declared"),
        ('href="items/one.xml"', 'href="items/gone.xml"', "in the manifest alone"),
        ('identifier="two" type', 'identifier="one" type', "two resources are called one"),
    ],
)
def test_a_fault_in_a_package_of_2_1_is_seen(old: str, new: str, said: str) -> None:
    raw = write_parcel(PARCEL, QTI_21).content
    assert check_package(raw) == []
    assert any(said in it for it in spoil(raw, old, new))


def test_a_fault_in_a_package_of_3_0_is_seen() -> None:
    raw = write_parcel(PARCEL, QTI_30).content
    assert check_package(raw) == []
    broken = spoil(raw, "<qti-value>choice_1</qti-value>", "<qti-value>choice_9</qti-value>")
    assert any("the key choice_9 is no choice" in it for it in broken)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('ident="two"', 'ident="one"', "two items are called one"),
        ('respident="response1">choice_1<', 'respident="response1">choice_9<', "choice_9 is no"),
        ('linkrefid="choice_1_fb"', 'linkrefid="other_fb"', "other_fb is not there"),
        ("<outcomes>", "<outcomes/><outcomes>", "resprocessing has the children"),
    ],
)
def test_a_fault_in_a_package_of_1_2_is_seen(old: str, new: str, said: str) -> None:
    raw = write_parcel(PARCEL, QTI_12).content
    assert check_package(raw) == []
    assert any(said in it for it in spoil(raw, old, new))
