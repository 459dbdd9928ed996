from __future__ import annotations

from quizapp.bank.formats.qti.reading import read_qti
from tests.bank.formats.qti.parcels import (
    LONG_TEXT,
    PNG,
    declare,
    make_choice,
    make_item,
    make_manifest,
    make_zip,
)
from tests.bank.formats.qti.test_later import FIELD, read, read_one


def test_a_passage_is_found_wherever_the_standard_lets_it_stand() -> None:
    page = f"<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>A bridge</h1><p>{LONG_TEXT}</p>"
    page += "</body></html>"
    stimulus = (
        '<qti-assessment-stimulus xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"'
        f' identifier="s" title="A bridge"><qti-stimulus-body><p>{LONG_TEXT}</p>'
        "</qti-stimulus-body></qti-assessment-stimulus>"
    )
    include = '<include xmlns="http://www.w3.org/2001/XInclude" href="page.html"/>'
    reference = '<assessmentStimulusRef identifier="s" href="stimulus.xml"/>'
    for item in (
        make_choice(above='<div><object data="page.html" type="text/html"/></div>'),
        make_choice(above=include),
        make_choice(before=reference),
        make_choice(above=f'<rubricBlock view="candidate">{LONG_TEXT}</rubricBlock>'),
        make_choice(above=f"<div>{LONG_TEXT}</div>"),
    ):
        files = {
            "imsmanifest.xml": make_manifest("a.xml"),
            "a.xml": item,
            "page.html": page,
            "stimulus.xml": stimulus,
        }
        incoming = read_qti(make_zip(files))
        (found,) = incoming.parcel.items
        assert found.passage == 0
        assert found.draft.stem == "Which river is it?"
        assert incoming.parcel.passages[0].paragraphs == (LONG_TEXT,)


def test_a_long_block_beside_the_question_is_its_passage_and_a_picture_stays_with_the_stem() -> (
    None
):
    declared = declare("Oder", base="string")
    picture = '<p><img src="a.png" alt="A bridge"/></p>'
    typed = make_item(f"<div>{LONG_TEXT}</div><p>Which river?</p><p>{FIELD}</p>", declared)
    for item in (typed, make_choice(above=f"{picture}<div>{LONG_TEXT}</div>")):
        incoming = read_qti(make_zip({"a.xml": item, "a.png": PNG}))
        (found,) = incoming.parcel.items
        assert incoming.parcel.passages[0].paragraphs == (LONG_TEXT,)
        assert found.draft.stem in ("Which river?", "Which river is it?")
        assert len(found.draft.pictures) == item.count("<img")
    alone = make_item(f"<div>{LONG_TEXT}</div><p>{FIELD}</p>", declared)
    assert read_one(alone).stem == LONG_TEXT


def test_a_short_instruction_stays_in_the_stem_and_what_is_for_markers_does_not() -> None:
    above = '<rubricBlock view="candidate">Read this.</rubricBlock>'
    above += '<rubricBlock view="scorer">One point.</rubricBlock><p>It rained.</p>'
    draft = read_one(make_choice(above=above))
    assert draft.stem == "Read this. It rained. Which river is it?"


def test_a_passage_that_is_not_in_the_file_is_named() -> None:
    incoming = read(make_choice(above='<object data="page.html" type="text/html"/>'))
    assert len(incoming.parcel.items) == 1
    assert "The passage of this question is not in this file" in incoming.notices[0].message


def test_a_test_gives_the_order_and_its_sections_give_the_passage() -> None:
    test = (
        '<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="t"'
        ' title="Bridges"><timeLimits maxTime="600"/><testPart><assessmentSection>'
        f'<rubricBlock view="candidate"><p>{LONG_TEXT}</p></rubricBlock><selection select="1"/>'
        '<assessmentItemRef identifier="b" href="b.xml"/><assessmentItemRef identifier="x"'
        ' href="gone.xml"/></assessmentSection><assessmentSection><assessmentItemRef'
        ' identifier="a" href="a.xml"/></assessmentSection></testPart></assessmentTest>'
    )
    files = {
        "imsmanifest.xml": make_manifest("a.xml", "b.xml", "gone.xml"),
        "a.xml": make_choice(name="first"),
        "b.xml": make_choice(name="second"),
        "c.xml": make_choice(name="third"),
        "t.xml": test,
    }
    incoming = read_qti(make_zip(files))
    assert incoming.parcel.title == "Bridges"
    assert [(it.draft.uid, it.passage) for it in incoming.parcel.items] == [
        ("second", 0),
        ("first", None),
        ("third", None),
    ]
    said = [str(it) for it in incoming.notices]
    assert any("imsmanifest.xml, “gone.xml”" in it for it in said)
    assert any("t.xml, “gone.xml”" in it for it in said)
    assert any("drawn for each learner" in it for it in said)
    assert any("Settings such as time" in it for it in said)
