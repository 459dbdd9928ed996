"""What is wrong with a page, in every state in which somebody may see it?

axe-core holds the rules of WCAG 2.2 AA that a program can check; beside it stand rules of our
own that it has not: one heading of the first rank, nothing that is wider than the screen,
targets that a thumb can hit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

ALL_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
CONTRAST = ("color-contrast",)
SMALLEST_TARGET = 44  # CSS pixels: WCAG 2.2, criterion 2.5.5
BASICS = """() => [
    ...(document.documentElement.lang ? [] : ["no language"]),
    ...(document.title.trim() ? [] : ["no title"]),
    ...(document.querySelectorAll("h1").length === 1 ? [] : ["not one h1"]),
    ...(document.querySelectorAll("main").length === 1 ? [] : ["not one main"]),
    ...[...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
        .filter((field) => !field.labels.length && !field.ariaLabel)
        .map((field) => `no label: ${field.name}`),
    ...[...document.querySelectorAll("a, button")]
        .filter((one) => !one.textContent.trim() && !one.ariaLabel)
        .map((one) => `no name: ${one.outerHTML}`),
    ...[...document.querySelectorAll("[id]")]
        .filter((one, place, all) => all.findIndex((other) => other.id === one.id) < place)
        .map((one) => `twice: #${one.id}`),
    ...(document.documentElement.scrollWidth > innerWidth ? ["wider than the screen"] : []),
]"""
# What keeps a rule is only counted: to say where it stands would take most of the time.
HOLD = """async (rules) => {
    const told = {runOnly: rules, resultTypes: ["violations"], selectors: false};
    const {passes, violations} = await axe.run(document, told);
    return [passes.length, violations.map(
        ({id, nodes}) => `${id}: ${nodes[0].html} (${nodes.length})`)];
}"""
# A link in a sentence is as high as its line; a box that is ticked is hit by its label too.
SMALL_TARGETS = """(least) => {
    const targets = "main a[href], button, input:not([type=hidden]), select, textarea, summary";
    const isSeen = (one) => one.checkVisibility({visibilityProperty: true})
        && !one.matches(".visually-hidden, .skip-link") && !one.closest("[inert]");
    const inSentence = (one) => one.matches("a, .link-button")
        && getComputedStyle(one).display === "inline"
        && one.parentElement.textContent.trim() !== one.textContent.trim();
    const height = (one) => {
        const boxes = [one, ...(one.labels || [])].map((it) => it.getBoundingClientRect());
        const [tops, ends] = [boxes.map((it) => it.top), boxes.map((it) => it.bottom)];
        return Math.max(...ends) - Math.min(...tops);
    };
    return [...document.querySelectorAll(targets)]
        .filter((one) => isSeen(one) && !inSentence(one) && height(one) < least - 0.5)
        .map((one) => `only ${Math.round(height(one))} px: ${one.outerHTML.slice(0, 120)}`);
}"""


@dataclass(frozen=True)
class Look:
    """A state of a page: how wide, in which colours, and which of axe-core's rules it may break."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"]
    rules: tuple[str, ...]


# Only the first look needs every rule; the others differ in colours and in width.
PHONE_LIGHT = Look("phone, light", 360, 740, "light", ALL_RULES)
LOOKS = (
    PHONE_LIGHT,
    Look("phone, dark", 360, 740, "dark", CONTRAST),
    Look("zoomed to 200 %", 640, 400, "light", ()),
    Look("tablet held upright", 768, 1024, "light", ()),
    Look("desk, dark", 1280, 800, "dark", CONTRAST),
    Look("desk, light", 1280, 800, "light", ALL_RULES),
)


@cache
def axe() -> str:
    """The source of axe-core, from the package that ships it."""
    spec = find_spec("axe_playwright_python")
    assert spec, "axe-core is missing: install the package axe-playwright-python"
    folder = next(iter(spec.submodule_search_locations or ()))
    return (Path(folder) / "axe.min.js").read_text(encoding="utf-8")


def list_violations(page: Page, rules: tuple[str, ...] = ALL_RULES) -> list[str]:
    """What axe-core finds on the page, a line a rule."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(axe())
    count, lines = page.evaluate(HOLD, list(rules))
    assert count, "the rules were held against the page"
    return lines  # type: ignore[no-any-return]


def list_faults(page: Page, rules: tuple[str, ...] = ALL_RULES) -> list[str]:
    """What is wrong with the page that is open, as it stands."""
    return [*page.evaluate(BASICS), *(list_violations(page, rules) if rules else ())]


def examine(
    page: Page, looks: tuple[Look, ...] = LOOKS, *, thumbs: bool = False
) -> Iterator[tuple[str, str]]:
    """What is wrong with the page that is open, look by look: (look, line).

    `thumbs`: whether every target is to be high enough for a thumb.
    """
    for look in looks:
        page.set_viewport_size({"width": look.width, "height": look.height})
        page.emulate_media(color_scheme=look.scheme)
        lines = list_faults(page, look.rules)
        if thumbs and look.width < 400 and look.scheme == "light":
            lines += page.evaluate(SMALL_TARGETS, SMALLEST_TARGET)
        yield from ((look.name, line) for line in lines)
