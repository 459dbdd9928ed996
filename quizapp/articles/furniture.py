"""Which lines of a web page are furniture: navigation, sharing, cookies, newsletters?

Language data for `articles.blocks`, apart from the code that applies it. Every pattern is
matched against a whole line, without regard to case.
"""

from __future__ import annotations

import re

_LINES = (
    r"accessibility links?",
    r"skip to .{1,40}",
    r"(breaking|latest|top|more|related|trending) (news|stories|articles|posts|reading)",
    r"(follow|like|find) us( on .{1,40})?",
    r"(share|tweet|email|print|copy link|comments?|leave a comment|reply|save)( this.{0,40})?",
    r"share (on|via|with) .{1,60}",
    r"(click|tap) (here|to) .{1,80}",
    r"(subscribe|sign up|sign in|log in)\b.{0,90}",
    r"(newsletter|donate|register)( now| here| today)?!?",
    r"(get|receive) .{0,50}\b(newsletter|inbox|email updates)\b.{0,60}",
    r"(read|see|watch|listen)( (more|also|next|now))?:? ?.{0,60}(?<![.!?])",
    r"\d+ (min|minutes?) read",
    r"(we|this (web)?site) uses? cookies.*",
    r"(accept|reject|manage|necessary)( all)? cookies.*",
    r"(by )?(continuing|using) .{0,60}(cookies|privacy policy|terms of (use|service)).*",
    r"advertise?ments?|sponsored( content)?|promoted",
    r"(home|menu|search|contact( us)?|privacy( policy)?|terms( of (use|service))?|sitemap|help)",
    r"(previous|next)( (post|article|story|page))?",
    r"(©|\(c\)|copyright\b).*|all rights reserved.*",
    r"(tags?|filed under|categories|topics?): ?.*",
    r"(posted|published|updated|last (updated|modified))( on| at|:).{0,60}",
    r"blog archive|back to top|load more|show more",
)

# Everything after one of these lines belongs to the page, not to the article.
_ENDINGS = (
    r"about (this|the) (blog|author|site|website|newsletter|podcast)",
    r"blog archive",
    r"(related|more|recommended|further) (articles|stories|posts|coverage|from .{1,40})",
    r"(comments|leave a (comment|reply))( \(\d+\))?",
    r"you (may|might) also like",
    r"(references|see also|external links|further reading|bibliography)",
)

# A textbook opens with what the reader will learn; that list is no part of the passage.
_LISTS = (
    r"learning (objectives|outcomes|goals)",
    r"(by|after|at) the end of this (section|chapter|unit|lesson).*:",
    r"(key terms|in this (section|chapter|article)).{0,40}",
)


def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


FURNITURE_LINE = _compiled(_LINES)
ARTICLE_END = _compiled(_ENDINGS)
LIST_START = _compiled(_LISTS)
CAPTION = re.compile(
    r"(?:figure|fig\.|table|photo|image|illustration|map|video|audio)\s*[\d:.].*"
    r"|.*\((?:file photo|photo|illustration|archive photo|credit:[^)]*|photo:[^)]*)\)\W*"
    r"|(?:photo(?:graph)?|image|picture)(?: by| credit|:).*",
    re.IGNORECASE | re.DOTALL,
)

# Lines of a page's program that were copied with its words: "window.dataLayer = …", "a { … }".
CODE = re.compile(
    r"\b(?:window|document)\.\w+\s*[=(.\[]|\bfunction\s*\w*\([^)]*\)\s*\{"
    r"|^\s*(?:var|let|const) \w+ ?=|@media\b|\)\s*=>\s*[{(]|\w\s*\{[^{}]*:[^{}]*;[^{}]*\}"
    r"|\}\)\(?\);"
)
CODE_MARKS = frozenset("{}();=<>[]")
