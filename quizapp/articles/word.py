"""What does a Word file (.docx) say?

mammoth turns styles into HTML: headings by their style, captions, lists. Pictures and what a
file points to outside itself are never opened.
"""

from __future__ import annotations

import zipfile
from io import BytesIO

import mammoth

from quizapp.articles.archives import find_text, open_archive, read_xml
from quizapp.articles.document import Document
from quizapp.articles.html_blocks import clean_html, split_html
from quizapp.articles.kinds import FileKind

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Caption'] => p.caption:fresh
"""
_CORE = "docProps/core.xml"
_READ = (".xml", ".rels")


def read_word(raw: bytes) -> Document:
    """The file's blocks with the title and the author of its properties."""
    archive = open_archive(raw, FileKind.WORD)
    names = archive.namelist()
    for name in names:
        if name.endswith(_READ):  # mammoth's own parser would unfold entities
            read_xml(archive, name, FileKind.WORD)
    result = mammoth.convert_to_html(
        BytesIO(raw),
        style_map=_STYLES,
        include_embedded_style_map=False,
        convert_image=lambda _picture: [],
    )
    title, author = _read_properties(archive) if _CORE in names else ("", "")
    return Document(title=title, blocks=split_html(clean_html(result.value)), author=author)


def _read_properties(archive: zipfile.ZipFile) -> tuple[str, str]:
    core = read_xml(archive, _CORE, FileKind.WORD)
    return find_text(core, "title"), find_text(core, "creator")
