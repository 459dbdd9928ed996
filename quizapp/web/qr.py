"""How does an address look as a QR code?"""

from __future__ import annotations

import segno
from markupsafe import Markup


def draw_qr(address: str) -> Markup:
    """An SVG that takes the size of its place; light behind dark in both modes, as scanners want.

    Error correction M stands a crease and a smudge on paper.
    """
    code = segno.make_qr(address, error="m")
    return Markup(code.svg_inline(omitsize=True, light="#fff", border=3, svgclass="qr", svgid="qr"))
