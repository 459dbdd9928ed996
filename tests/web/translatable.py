"""Which words of a template or a script can be said in English alone?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, nodes
from jinja2.visitor import NodeVisitor

# A template's expressions are tried as one letterless sign; they are looked at on their own.
PLACE = "\ufffc"
SPOKEN = frozenset({"aria-label", "title", "placeholder", "alt", "data-label"})
UNTOLD = frozenset({"script", "style", "svg"})
SAMPLES = frozenset({"p", "span"})  # marked as English, they show how English looks
ALLOWED = frozenset({"quizapp"})
CLASSES = frozenset({"width", "body_class"})  # the blocks that name classes
ATTRIBUTES = re.compile(rf'[\s{PLACE}]*[\w-]+="')
SAYING = frozenset({"_", "gettext", "ngettext"})
BROWSERS_NAMES = frozenset({"Accept", "Enter", "Escape", "Tab", "Home", "End"})
WORD = re.compile(r"[A-Za-z]{2,}")
# A text for people begins with a capital letter, or has words with a space between.
SENTENCE = re.compile(r"[A-Z][a-z]+( |$|[.…:])|[a-z]{2,}[,;:.…]? [a-z]{2,}")
CLASS_NAMES = re.compile(r"[a-z]+-[a-z]+( [a-z]+-[a-z]+)*")
LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"')
SAID = re.compile(r'\bn?gettext\((?:\s*"(?:[^"\\\n]|\\.)*"\s*,?)+')
STARTS_A_SENTENCE = re.compile(r"[A-Z][a-z]+( |[.…:]|$)")
CARRIES_ON = re.compile(r"[,;:.] [a-z]{2,}")
CODE = re.compile(r"[=(){};\n]")
COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)


def list_english_alone(environment: Environment, template: Path) -> list[str]:
    """What the template says without a translation."""
    tree = environment.parse(template.read_text(encoding="utf-8"))
    reader = _Reader()
    # A tag whose name is an expression is some tag.
    reader.feed(re.sub(f"<(/?){PLACE}", r"<\1x", "".join(_list_pieces(tree))))
    reader.close()
    constants = _Constants()
    constants.visit(tree)
    return [*reader.found, *constants.found]


def list_english_alone_in_script(script: Path) -> list[str]:
    """What the script says without a translation."""
    source = SAID.sub("(", COMMENT.sub("", script.read_text(encoding="utf-8")))
    literals = [it[1:-1] for it in LITERAL.findall(source)]
    around_values = re.split(r"`|\$\{|\}", LITERAL.sub("", source))
    return [
        *(it for it in literals if STARTS_A_SENTENCE.match(it) and it not in BROWSERS_NAMES),
        *(it for it in literals if CARRIES_ON.match(it)),
        *(it for it in around_values if STARTS_A_SENTENCE.match(it) and not CODE.search(it)),
    ]


def _list_pieces(tree: nodes.Template) -> Iterator[str]:
    classes = [it for it in tree.find_all(nodes.Block) if it.name in CLASSES]
    unread = {id(it) for block in classes for it in block.find_all(nodes.Output)}
    for output in tree.find_all(nodes.Output):
        if id(output) in unread:
            continue
        for piece in output.nodes:
            yield piece.data if isinstance(piece, nodes.TemplateData) else PLACE


class _Reader(HTMLParser):
    """Reads a page's text and the attributes that are spoken."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.untold: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNTOLD or (tag in SAMPLES and ("lang", "en") in attrs):
            self.untold.append(tag)
        self._look([value or "" for name, value in attrs if name in SPOKEN])

    def handle_endtag(self, tag: str) -> None:
        if self.untold and self.untold[-1] == tag:
            self.untold.pop()

    def handle_data(self, data: str) -> None:
        if not self.untold:
            self._look([data])

    def _look(self, texts: list[str]) -> None:
        self.found += [
            " ".join(it.split())
            for it in texts
            if set(WORD.findall(it)) - ALLOWED and not ATTRIBUTES.match(it)
        ]


class _Constants(NodeVisitor):
    """Looks for sentences in expressions: those of `_` and `ngettext` are translatable."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def visit_Call(self, node: nodes.Call) -> None:  # noqa: N802
        called = node.node.name if isinstance(node.node, nodes.Name) else ""
        if called in SAYING:
            node.args = [it for it in node.args if not isinstance(it, nodes.Const)]
        self.generic_visit(node)

    def visit_Compare(self, node: nodes.Compare) -> None:  # noqa: N802
        """What is compared is not said."""

    def visit_Const(self, node: nodes.Const) -> None:  # noqa: N802
        text = node.value if isinstance(node.value, str) else ""
        if SENTENCE.search(text) and not CLASS_NAMES.fullmatch(text):
            self.found.append(node.value)
