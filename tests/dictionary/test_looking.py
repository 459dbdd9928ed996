"""A word that a reader taps is found, whatever form it has."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from quizapp.dictionary.looking import (
    MOST_MEANINGS,
    NotMadeError,
    draw_words,
    find_entry,
    find_words,
    list_forms,
    list_headwords,
    list_senses,
    list_tokens,
    look_up,
    prepare,
)


@pytest.mark.parametrize(
    ("form", "headword"),
    [
        ("complied", "comply"),
        ("cities", "city"),
        ("Children", "child"),
        ("mice", "mouse"),
        ("went", "go"),
        ("protests,", "protest"),
        ("“governments”", "government"),
        ("country's", "country"),
        ("the", ""),
        ("Zzyzx", ""),
        ("", ""),
    ],
)
def test_a_form_leads_to_its_word(dictionary: Path, form: str, headword: str) -> None:
    found = look_up(dictionary, form)
    assert [it.headword for it in found][:1] == [headword] * bool(headword)


def test_our_own_plain_meaning_comes_first(dictionary: Path) -> None:
    (comply,) = look_up(dictionary, "comply")
    assert comply.meanings[0] == "(comply with) to do what a rule or an order asks"
    assert len(comply.meanings) <= MOST_MEANINGS
    whole = find_entry(dictionary, "comply")
    assert whole
    assert set(comply.meanings) <= set(whole.meanings)


def test_a_form_of_two_words_shows_both_within_the_room_there_is(dictionary: Path) -> None:
    found = look_up(dictionary, "found")
    assert [it.headword for it in found] == ["found", "find"]
    assert sum(len(it.meanings) for it in found) <= MOST_MEANINGS


def test_a_form_of_a_verb_shows_what_one_does_first(dictionary: Path) -> None:
    assert look_up(dictionary, "was")[0].meanings[0].startswith("have the quality of being")


def test_a_word_that_only_forms_lead_to_is_no_entry(dictionary: Path) -> None:
    assert find_entry(dictionary, "complied") is None


def test_all_forms_of_words_are_known(dictionary: Path) -> None:
    forms = list_forms(dictionary, ["comply", "mouse", "zzyzx"])
    assert forms["comply"] == {"comply", "complies", "complied", "complying"}
    assert forms["mouse"] >= {"mouse", "mice"}
    assert forms["zzyzx"] == {"zzyzx"}
    assert list_forms(dictionary, []) == {}


def test_forms_lead_back_to_their_words(dictionary: Path) -> None:
    assert list_headwords(dictionary, ["went", "mice", "zzyzx"]) >= {"went", "go", "mouse", "zzyzx"}
    assert list_headwords(dictionary, []) == frozenset()


def test_senses_tell_their_part_of_speech_where_it_can_be_known(dictionary: Path) -> None:
    found = list_senses(dictionary, ["comply", "cyclist", "quickly", "flood", "zzyzx"])
    assert {headword: senses[0].part for headword, senses in found.items()} == {
        "comply": "v",
        "cyclist": "n",
        "quickly": "r",
        "flood": "n",
    }
    assert "" in {it.part for senses in list_senses(dictionary, ["run"]).values() for it in senses}


def test_people_who_bear_a_name_come_after_the_word(dictionary: Path) -> None:
    meanings = list_senses(dictionary, ["price"])["price"]
    assert meanings[0].text.startswith("the property of having material worth")
    assert any("born 1927" in it.text for it in meanings)


def test_drawn_words_have_a_meaning_and_the_same_draw_gives_the_same(dictionary: Path) -> None:
    drawn = draw_words(dictionary, 40, Random(3))
    assert draw_words(dictionary, 40, Random(3)) == drawn
    assert len(set(drawn)) == 40
    assert set(list_senses(dictionary, drawn)) == set(drawn)


def test_words_are_found_where_they_stand() -> None:
    text = "The flood's end: floods, “flood”."
    found = [text[start:end] for start, end in find_words(text, {"flood", "floods"})]
    assert found == ["flood's", "floods", "flood"]
    assert find_words(text, ()) == ()


def test_the_words_of_a_text_are_spelt_as_headwords_are() -> None:
    texts = ["The Mayor's bridge, “closed” in 1998", "so-called"]
    assert list_tokens(texts) == {"the", "mayor", "bridge", "closed", "in", "so-called"}


def test_the_file_is_made_once(dictionary: Path) -> None:
    look_up(dictionary, "bridge")
    before = [(it.name, it.stat().st_mtime_ns) for it in dictionary.iterdir()]
    look_up(dictionary, "flood")
    assert [(it.name, it.stat().st_mtime_ns) for it in dictionary.iterdir()] == before
    assert len(before) == 1


def test_a_dictionary_that_is_not_made_in_time_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(NotMadeError, match="could not be made"):
        prepare(tmp_path, patience=0.5)
    assert list(tmp_path.iterdir()) == []
