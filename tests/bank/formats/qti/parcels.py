"""Small packages as other systems write them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

PNG = b"\x89PNG\r\n\x1a\n...."
LONG_TEXT = " ".join(["The town has a bridge over the river, and trams cross it all day."] * 5)


def make_zip(files: Mapping[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def make_manifest(*hrefs: str, type_: str = "imsqti_item_xmlv2p1") -> str:
    resources = "".join(
        f'<resource identifier="r{number}" type="{type_}" href="{href}"><file href="{href}"/>'
        "</resource>"
        for number, href in enumerate(hrefs)
    )
    return (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><organizations/>'
        f"<resources>{resources}</resources></manifest>"
    )


CHOICES = (
    '<simpleChoice identifier="A">The Ostravice</simpleChoice>'
    '<simpleChoice identifier="B">The Oder</simpleChoice>'
)


def make_item(
    body: str, declared: str = "", *, after: str = "", name: str = "river", before: str = ""
) -> str:
    """An item of QTI 2.1 with this in its body."""
    return (
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"'
        f' identifier="{name}" title="Rivers" adaptive="false" timeDependent="false">{declared}'
        f"{before}<itemBody>{body}</itemBody>{after}</assessmentItem>"
    )


def declare(
    *values: str, cardinality: str = "single", base: str = "identifier", name: str = "RESPONSE"
) -> str:
    right = "".join(f"<value>{it}</value>" for it in values)
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">'
        f"<correctResponse>{right}</correctResponse></responseDeclaration>"
    )


def make_choice(prompt: str = "Which river is it?", choices: str = CHOICES, **more: str) -> str:
    body = (
        '<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">'
        f"<prompt>{prompt}</prompt>{choices}</choiceInteraction>"
    )
    return make_item(more.pop("above", "") + body, declare("A"), **more)


def make_classic(*items: str, extra: str = "") -> str:
    return (
        '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">'
        f'<assessment ident="a1" title="Bridges">{extra}<section ident="root_section">'
        f"{''.join(items)}</section></assessment></questestinterop>"
    )


def make_classic_item(
    type_: str,
    presentation: str,
    processing: str = "",
    *,
    ident: str = "q1",
    title: str = "Rivers",
    stem: str = "Which river is it?",
    fields: dict[str, str] | None = None,
    feedback: str = "",
) -> str:
    told = ({"question_type": type_} if type_ else {}) | (fields or {})
    metadata = "".join(
        f"<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{entry}</fieldentry>"
        "</qtimetadatafield>"
        for label, entry in told.items()
    )
    return (
        f'<item ident="{ident}" title="{title}"><itemmetadata><qtimetadata>{metadata}'
        "</qtimetadata></itemmetadata><presentation><material>"
        f'<mattext texttype="text/html"><![CDATA[{stem}]]></mattext></material>{presentation}'
        f"</presentation><resprocessing>{processing}</resprocessing>{feedback}</item>"
    )


def label(ident: str, text: str) -> str:
    return (
        f'<response_label ident="{ident}"><material><mattext>{text}</mattext></material>'
        "</response_label>"
    )


def respond(*labels: str, ident: str = "response1", cardinality: str = "Single") -> str:
    return (
        f'<response_lid ident="{ident}" rcardinality="{cardinality}"><render_choice>'
        f"{''.join(labels)}</render_choice></response_lid>"
    )


def score(test: str, points: str = "100", action: str = "Set", outcome: str = "SCORE") -> str:
    return (
        f"<respcondition><conditionvar>{test}</conditionvar>"
        f'<setvar action="{action}" varname="{outcome}">{points}</setvar></respcondition>'
    )


def equal(value: str, response: str = "response1") -> str:
    return f'<varequal respident="{response}">{value}</varequal>'


TWO = respond(label("1", "The Ostravice"), label("2", "The Oder"))
FIELD = '<response_str ident="response1" rcardinality="Single"><render_fib/></response_str>'
