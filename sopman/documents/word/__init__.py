"""A Word document from the same semantic HTML that the PDF is made of.

A deliverable offers DOCX beside PDF by one word: `@deliverable("projects.charter", model=Project,
title=_("Charter"), docx=True)`; its page links to both with
`{% include "documents/_offer.html" with code="projects.charter" pk=project.pk %}`.

Understood are headings (`h1` is the title, `h2` Heading 1 …), paragraphs (`.caption`, `.muted`,
`.pre-line`), `b i del small code br a`, lists within lists, `dl`, tables (`thead` is repeated on each
page, `colspan`, `rowspan`, `.num`, `.facts`, `.signatures`), `figure`, `img` (`media:` and
`data:`), drawn `svg`, and `.landscape` and `.pagebreak` of a section; `.run--…` become header and
footer. Everything else is walked through. Nothing is fetched. Drawings are placed as pictures,
at 220 dots per inch: no Word draws SVG as we do.
"""

from collections.abc import Callable

from sopman.documents.word.blocks import Walker
from sopman.documents.word.pictures import Drawing

__all__ = ["VERSION", "Drawing", "docx_of"]

VERSION = "1"  # raise it when the same HTML shall give another file


def docx_of(
    html: str,
    *,
    media: Callable[[str], bytes],
    draw: Callable[[list[Drawing]], list[bytes]],
) -> bytes:
    """The DOCX of a whole page of HTML.

    `media(id)` gives the bytes of a picture; `draw` turns drawings into PNG, all at once.
    Title and author of the document's properties come from its head.
    """
    return Walker(html, media=media, draw=draw).made()
