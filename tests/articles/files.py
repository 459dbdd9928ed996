"""Real files that tests bring: PDF, Word and EPUB, made byte by byte, good ones and bad ones."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter

Placed = tuple[float, float, float, str]  # size, x, y, text
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>'
    "</w:style>"
    for name in ("Title", "heading 1", "caption")
)
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-'
    'properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The empty lighthouse'
    "</dc:title><dc:creator>Marta Delgren</dc:creator></cp:coreProperties>"
)
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)


def make_pdf(pages: Sequence[Sequence[Placed]]) -> bytes:
    """A PDF that sets each text in its size at its place."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    kids = []
    for page in pages:
        stream = "\n".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({_quote(text)}) Tj ET"
            for size, x, y, text in page
        )
        length = len(stream.encode("cp1252"))
        objects.append(f"<< /Length {length} >>\nstream\n{stream}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents "
            f"{len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _number(objects)


def _quote(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _number(objects: Sequence[str]) -> bytes:
    """The objects with the table that says where each begins."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out_end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    )
    return bytes(out) + out_end.encode()


def set_lines(lines: Sequence[str], top: float = 740, size: float = 11) -> list[Placed]:
    """Lines of one page below each other; an empty one is a gap between paragraphs."""
    return [(size, 60, top - 14 * number, line) for number, line in enumerate(lines) if line]


def lock_pdf(raw: bytes, password: str) -> bytes:
    writer = PdfWriter(PdfReader(BytesIO(raw)))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def pack(members: Mapping[str, str | bytes]) -> bytes:
    """A zip file."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def make_docx(paragraphs: Sequence[tuple[str, str]], **more: str | bytes) -> bytes:
    """A Word file of (style, text); more members by name, with __ for a slash and _ for a dot."""
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS,
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{STYLES}</w:styles>',
        "word/_rels/document.xml.rels": RELATIONS.replace(
            "word/document.xml", "styles.xml"
        ).replace("relationships/officeDocument", "relationships/styles"),
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "docProps/core.xml": CORE,
    }
    extra = {
        name.replace("___", "/_").replace("__", "/").replace("_xml", ".xml"): data
        for name, data in more.items()
    }
    return pack({**members, **extra})


def make_epub(
    chapters: Sequence[tuple[str, Sequence[str]]], members: Mapping[str, str | bytes] = {}
) -> bytes:
    """An e-book of (heading, paragraphs)."""
    items, refs, pages = [], [], {}
    for number, (heading, paragraphs) in enumerate(chapters):
        body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
        pages[f"OEBPS/c {number}.xhtml"] = (
            '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head>'
            f"<title>x</title></head><body><h1>{escape(heading)}</h1>{body}</body></html>"
        )
        items.append(
            f'<item id="c{number}" href="c%20{number}.xhtml" media-type="application/xhtml+xml"/>'
        )
        refs.append(f'<itemref idref="c{number}"/>')
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.'
        'org/dc/elements/1.1/"><dc:title>Tales of the Cape</dc:title><dc:creator>Marta Delgren'
        "</dc:creator><dc:publisher>Harbour Press</dc:publisher><dc:date>2019-05-02</dc:date>"
        # The manifest names the chapters backwards: only the spine tells their order.
        f"</metadata><manifest>{''.join(reversed(items))}</manifest><spine>{''.join(refs)}</spine>"
        "</package>"
    )
    return pack(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": package,
            **pages,
            **members,
        }
    )
