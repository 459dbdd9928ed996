"""How is a document written down as Markdown, as `seeds/` has it? (pure)"""

from __future__ import annotations

import yaml

from quizapp.articles.document import BlockRole, Document

_ABOUT = ("title", "author", "source", "licence", "level")


def write_markdown(document: Document) -> str:
    """Front matter, headings and body paragraphs; captions and boilerplate stay behind."""
    fields = {name: getattr(document, name) for name in _ABOUT}
    if document.published_on:
        fields["date"] = document.published_on.isoformat()
    known = {name: value for name, value in fields.items() if value}
    front = yaml.safe_dump(known, sort_keys=False, allow_unicode=True, width=10_000)
    marks = {BlockRole.HEADING: "## ", BlockRole.BODY: ""}
    blocks = [f"{marks[it.role]}{it.text}" for it in document.blocks if it.role in marks]
    return "\n\n".join([f"---\n{front}---", *blocks]) + "\n"
