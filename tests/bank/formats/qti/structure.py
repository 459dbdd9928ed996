"""What do the standards ask of a package? Their rules once more, apart from our writers.

Order and number of children after the XSDs of QTI 1.2, 2.1, 2.2 and 3.0; and what no schema
says: identifiers are unique and lead somewhere, keys are choices, manifest and zip agree.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from io import BytesIO

from lxml import etree

# The children of an element in their order: ? at most one, * any number, + at least one.
MODELS = {
    "assessmentItem": "responseDeclaration* outcomeDeclaration* assessmentStimulusRef* itemBody?"
    " responseProcessing? modalFeedback*",
    "responseDeclaration": "correctResponse? mapping?",
    "outcomeDeclaration": "defaultValue?",
    "correctResponse": "value+",
    "defaultValue": "value+",
    "mapping": "mapEntry+",
    "choiceInteraction": "prompt? simpleChoice+",
    "orderInteraction": "prompt? simpleChoice+",
    "matchInteraction": "prompt? simpleMatchSet simpleMatchSet",
    "simpleMatchSet": "simpleAssociableChoice*",
    "assessmentTest": "timeLimits? testPart+",
    "testPart": "assessmentSection+",
    "assessmentSection": "rubricBlock* assessmentItemRef*",
    "assessmentStimulus": "stimulusBody",
    "responseCondition": "responseIf responseElseIf* responseElse?",
    "questestinterop": "assessment+",
    "assessment": "qtimetadata* section+",
    "section": "item*",
    "item": "itemmetadata? presentation? resprocessing* itemfeedback*",
    "itemmetadata": "qtimetadata+",
    "qtimetadata": "qtimetadatafield+",
    "qtimetadatafield": "fieldlabel fieldentry",
    "presentation": "material+ response_lid* response_str*",
    "response_lid": "material? render_choice",
    "response_str": "render_fib",
    "render_choice": "response_label+",
    "render_fib": "response_label*",
    "response_label": "material?",
    "material": "mattext+",
    "resprocessing": "outcomes respcondition+",
    "outcomes": "decvar+",
    "respcondition": "conditionvar setvar* displayfeedback*",
    "itemfeedback": "flow_mat+",
    "manifest": "metadata? organizations resources",
    "resource": "metadata? file* dependency*",
}
# What must be said of an element.
NEEDED = {
    "assessmentItem": "identifier title adaptive timeDependent",
    "responseDeclaration": "identifier cardinality baseType",
    "outcomeDeclaration": "identifier cardinality baseType",
    "choiceInteraction": "responseIdentifier shuffle maxChoices",
    "orderInteraction": "responseIdentifier shuffle",
    "matchInteraction": "responseIdentifier shuffle maxAssociations",
    "textEntryInteraction": "responseIdentifier",
    "simpleChoice": "identifier",
    "simpleAssociableChoice": "identifier matchMax",
    "mapEntry": "mapKey mappedValue",
    "modalFeedback": "outcomeIdentifier identifier showHide",
    "assessmentTest": "identifier title",
    "testPart": "identifier navigationMode submissionMode",
    "assessmentSection": "identifier title visible",
    "assessmentItemRef": "identifier href",
    "assessmentStimulus": "identifier title",
    "assessmentStimulusRef": "identifier href",
    "assessment": "ident title",
    "section": "ident",
    "item": "ident title",
    "response_lid": "ident",
    "response_str": "ident rcardinality",
    "response_label": "ident",
    "varequal": "respident",
    "displayfeedback": "feedbacktype linkrefid",
    "itemfeedback": "ident",
    "resource": "identifier type",
    "img": "src alt",
    "object": "data type",
}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def check_package(raw: bytes) -> list[str]:
    """Every rule that the package breaks."""
    archive = zipfile.ZipFile(BytesIO(raw))
    files = {name: archive.read(name) for name in archive.namelist()}
    broken = _check_manifest(etree.fromstring(files["imsmanifest.xml"]), set(files))
    for name, content in files.items():
        if name.endswith(".xml"):
            tree = etree.fromstring(content)
            broken += [f"{name}: {it}" for it in _check_tree(tree)]
            broken += [f"{name}: {it}" for it in _check_references(tree, name, set(files))]
            if _plain(tree) == "assessmentItem":
                broken += [f"{name}: {it}" for it in _check_item(tree)]
            items = [it for it in tree.iter() if _plain(it) == "item"]
            if _plain(tree) == "questestinterop":
                broken += [f"{name}: {it}" for it in _check_classic(items)]
    return broken


def _plain(element: etree._Element) -> str:
    """The name of an element in QTI 2.x, whichever version it is of."""
    name = etree.QName(element).localname
    return _humped(name.removeprefix("qti-")) if name.startswith("qti-") else name


def _humped(name: str) -> str:
    first, *others = name.split("-")
    return first + "".join(word.capitalize() for word in others)


def _value(element: etree._Element, name: str) -> str | None:
    dashed = re.sub("([A-Z])", lambda it: f"-{it[1].lower()}", name)
    is_new = etree.QName(element).localname.startswith("qti-")
    found: str | None = element.get(dashed if is_new else name)
    return found


def _check_tree(root: etree._Element) -> list[str]:
    broken = []
    for element in root.iter():
        name = _plain(element)
        children = " ".join(_plain(child) for child in element)
        if name in MODELS and not _model(MODELS[name]).fullmatch(f"{children} ".lstrip()):
            broken.append(f"{name} has the children “{children}”")
        for needed in NEEDED.get(name, "").split():
            if _value(element, needed) is None:
                broken.append(f"{name} says no {needed}")
    return broken


def _model(children: str) -> re.Pattern[str]:
    return re.compile("".join(re.sub(r"^(\w+)(\W?)$", r"(?:\1 )\2", it) for it in children.split()))


def _check_references(root: etree._Element, path: str, files: set[str]) -> list[str]:
    if path == "imsmanifest.xml":
        return []
    named = [it.get(key) for it in root.iter() for key in ("href", "src", "data") if it.get(key)]
    folder = posixpath.dirname(path)
    wanted = {it: posixpath.normpath(posixpath.join(folder, str(it))) for it in named}
    return [f"{name} leads nowhere" for name, target in wanted.items() if target not in files]


def _check_manifest(root: etree._Element, files: set[str]) -> list[str]:
    resources = [it for it in root.iter() if _plain(it) == "resource"]
    names = [str(it.get("identifier")) for it in resources]
    hrefs = {str(it.get("href")) for it in root.iter() if _plain(it) == "file"}
    needs = {str(it.get("identifierref")) for it in root.iter() if _plain(it) == "dependency"}
    broken = [f"two resources are called {it}" for it in set(names) if names.count(it) > 1]
    broken += [f"{it} is no identifier" for it in names if not _NAME.fullmatch(it)]
    broken += [f"{it} is needed and not there" for it in needs - set(names)]
    broken += [f"{it} is in the manifest alone" for it in hrefs - files]
    broken += [f"{it} is in the zip alone" for it in files - hrefs - {"imsmanifest.xml"}]
    return broken + [
        f"{it.get('identifier')} does not list its file"
        for it in resources
        if it.get("href") and it.get("href") not in [child.get("href") for child in it]
    ]


def _check_item(item: etree._Element) -> list[str]:
    broken = []
    declared = {
        str(_value(it, "identifier")): it for it in item if _plain(it) == "responseDeclaration"
    }
    outcomes = {_value(it, "identifier") for it in item if _plain(it) == "outcomeDeclaration"}
    asked = [it for it in item.iter() if _value(it, "responseIdentifier")]
    if sorted(declared) != sorted(str(_value(it, "responseIdentifier")) for it in asked):
        broken.append("responses and interactions do not agree")
    choices = [
        str(_value(it, "identifier"))
        for it in item.iter()
        if _plain(it) in ("simpleChoice", "simpleAssociableChoice")
    ]
    if len(set(choices)) < len(choices):
        broken.append("two choices have one identifier")
    for declaration in declared.values():
        values = [str(it.text) for it in declaration.iter() if _plain(it) == "value"]
        if _value(declaration, "cardinality") == "single" and len(values) != 1:
            broken.append(f"a single response has the values {values}")
        if _value(declaration, "baseType") in ("identifier", "directedPair"):
            unknown = {part for value in values for part in value.split()} - set(choices)
            broken += [f"the key {it} is no choice" for it in unknown]
    for element in item.iter():
        outcome = _value(element, "outcomeIdentifier")
        if _plain(element) == "setOutcomeValue":
            outcome = _value(element, "identifier")
        if outcome is not None and outcome not in outcomes:
            broken.append(f"the outcome {outcome} is not declared")
        if _plain(element) in ("variable", "correct", "mapResponse"):
            known = {*declared, *outcomes}
            if _value(element, "identifier") not in known:
                broken.append("the processing looks at a response that is not declared")
    return broken


def _check_classic(items: list[etree._Element]) -> list[str]:
    idents = [str(it.get("ident")) for it in items]
    broken = [f"two items are called {it}" for it in set(idents) if idents.count(it) > 1]
    for item in items:
        fields = {str(it[0].text): it[1].text for it in item.iter() if len(it) == 2}
        parent = fields.get("parent_stimulus_item_ident")
        if parent and parent not in idents[: idents.index(str(item.get("ident")))]:
            broken.append(f"the passage {parent} does not stand before its question")
        broken += _check_conditions(item)
    return broken


def _check_conditions(item: etree._Element) -> list[str]:
    feedback = {it.get("ident") for it in item.iter() if _plain(it) == "itemfeedback"}
    shown = {it.get("linkrefid") for it in item.iter() if _plain(it) == "displayfeedback"}
    broken = [f"the feedback {it} is not there, or is never shown" for it in feedback ^ shown]
    labels = {
        response.get("ident"): {it.get("ident") for it in response.iter() if _is_choice(it)}
        for response in item.iter()
        if _plain(response) == "response_lid"
    }
    fields = {it.get("ident") for it in item.iter() if _plain(it) == "response_str"}
    for test in item.iter():
        if _plain(test).startswith("var"):
            response = test.get("respident")
            if response not in fields and test.text not in labels.get(response, set()):
                broken.append(f"{test.text} is no choice of {response}")
    return broken


def _is_choice(element: etree._Element) -> bool:
    return _plain(element) == "response_label"
