"""Passwords are kept as hashes, and one name is one name however it is written."""

from __future__ import annotations

import inspect
from time import process_time

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.accounts import passwords
from quizapp.accounts.passwords import find_weakness, fold_name, hash_password, is_password


def test_the_password_that_made_the_hash_is_right_and_any_other_is_wrong() -> None:
    hashed = hash_password("correct horse")
    assert is_password("correct horse", hashed)
    assert not is_password("Correct horse", hashed)
    assert not is_password("", hashed)


def test_a_hash_names_argon2id_and_hides_the_password() -> None:
    hashed = hash_password("correct horse")
    assert hashed.startswith("$argon2id$")
    assert "horse" not in hashed
    assert len(hashed) <= 200


def test_a_hash_costs_what_owasp_asks() -> None:
    """19 MiB and two passes, or more; this test's own hashes are light."""
    hasher = inspect.getsource(passwords).partition("_HASHER = ")[2].partition("\n")[0]
    assert hasher == "PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)"


def test_an_unknown_name_takes_as_long_as_a_wrong_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    true = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", true)
    monkeypatch.setattr(passwords, "_NOBODY", true.hash("nobody has this password"))
    known = true.hash("correct horse")

    def measure(stored: str | None) -> float:
        times = []
        for _ in range(5):
            began = process_time()
            assert not is_password("wrong horse", stored)
            times.append(process_time() - began)
        return min(times)

    assert 0.5 < measure(None) / measure(known) < 2


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "at least 8"),
        ("password", "easy to guess"),
        ("qwertyuiop", "easy to guess"),
        ("12345678", "easy to guess"),
        ("Lovelace1", "easy to guess"),
        ("ada@school.example", "easy to guess"),
        ("correct horse", ""),
        ("x" * 5_000, "easy to guess"),
    ],
)
def test_a_teachers_password_is_long_and_hard_to_guess(password: str, said: str) -> None:
    told = find_weakness(password, "Ada Lovelace", "ada@school.example")
    assert said in told
    assert bool(told) == bool(said)


def test_the_same_password_is_salted_each_time() -> None:
    assert hash_password("correct horse") != hash_password("correct horse")


@pytest.mark.parametrize("stored", [None, "", "plain text", "$argon2id$broken"])
def test_nobody_and_a_broken_hash_have_no_password(stored: str | None) -> None:
    assert not is_password("correct horse", stored)
    assert not is_password("nobody has this password", stored)


@settings(max_examples=5)
@given(st.text(min_size=1, max_size=60))
def test_any_text_can_be_a_password(password: str) -> None:
    assert is_password(password, hash_password(password))


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("  ADA   Lovelace ", "ada lovelace"),
        ("Ada\tLovelace\n", "ada lovelace"),
        ("Ａｄａ", "ada"),
        ("E\u0301lodie", "élodie"),
        ("Strauß", "strauss"),
        ("Айгерим Бекова", "айгерим бекова"),
        (" ", ""),
    ],
)
def test_folded_names(name: str, folded: str) -> None:
    assert fold_name(name) == folded


def test_two_names_stay_two_names() -> None:
    assert fold_name("Elodie") != fold_name("Élodie")


@given(st.text(alphabet=st.characters(categories=["L", "Zs", "M"]), max_size=30))
def test_folding_a_name_for_display_changes_nothing(name: str) -> None:
    assert fold_name(f" {' '.join(name.split())} ") == fold_name(name)
