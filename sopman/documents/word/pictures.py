"""Pictures and drawings: how large, and where their bytes come from."""

import base64
import io
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from PIL import Image

from sopman.documents.word.inline import tag_of

CM_PER_PIXEL = 2.54 / 96
DATA = re.compile(r"data:([\w/+.-]+)((?:;[\w=+.-]+)*),(.*)", re.DOTALL)
MEDIA = re.compile(r"media:(?://)?([0-9a-f-]{36})")
SVG = "http://www.w3.org/2000/svg"
XMLNS = "{http://www.w3.org/2000/xmlns/}"
ElementTree.register_namespace("", SVG)


@dataclass(frozen=True)
class Drawing:
    """SVG markup, and the place it gets in centimetres."""

    svg: str
    width: float
    height: float


def fitted(width: float, height: float, room: tuple[float, float]) -> tuple[float, float]:
    """As large as it is, but within the room; the sides keep their ratio."""
    scale = min(1.0, room[0] / width, room[1] / height)
    return width * scale, height * scale


def bytes_of(address: str, media: Any) -> tuple[str, bytes]:
    """(media type, content) of a `data:` or `media:` address."""
    if match := MEDIA.fullmatch(address):
        return "", media(match[1])
    if match := DATA.fullmatch(address):
        content = unquote_to_bytes(match[3])
        return match[1], base64.b64decode(content) if ";base64" in match[2] else content
    raise ValueError(f"{address[:80]} may not be fetched.")


def size_of_picture(content: bytes) -> tuple[float, float]:
    with Image.open(io.BytesIO(content)) as picture:
        width, height = picture.size
    return width * CM_PER_PIXEL, height * CM_PER_PIXEL


def embeddable(content: bytes) -> bytes:
    """PNG, JPEG and GIF as they are; Word knows no WebP."""
    with Image.open(io.BytesIO(content)) as picture:
        if picture.format in {"PNG", "JPEG", "GIF"}:
            return content
        out = io.BytesIO()
        picture.convert("RGBA").save(out, "PNG")
        return out.getvalue()


def markup_of(svg: Any) -> str:
    """Standing alone. The parser keeps `xmlns` as attributes, which no XML may have."""
    for node in svg.iter():
        for name in [one for one in node.attrib if one.startswith(XMLNS)]:
            del node.attrib[name]
    tail, svg.tail = svg.tail, None
    try:
        return ElementTree.tostring(svg, encoding="unicode")
    finally:
        svg.tail = tail


def size_of_drawing(svg: Any) -> tuple[float, float]:
    """From width and height, else from the view box, in centimetres."""
    box = [float(one) for one in re.split(r"[ ,]+", (svg.get("viewBox") or "").strip()) if one]
    natural = (box[2], box[3]) if len(box) == 4 else (300.0, 150.0)
    width, height = _length(svg.get("width")), _length(svg.get("height"))
    ratio = natural[1] / natural[0] if natural[0] else 0.5
    if width is None and height is None:
        width, height = natural[0] * CM_PER_PIXEL, natural[1] * CM_PER_PIXEL
    elif height is None:
        height = (width or 0) * ratio
    elif width is None:
        width = height / (ratio or 1)
    return max(width or 0, 0.1), max(height, 0.1)


UNITS = {"": CM_PER_PIXEL, "px": CM_PER_PIXEL, "mm": 0.1, "cm": 1.0, "pt": 2.54 / 72, "in": 2.54}


def _length(value: str | None) -> float | None:
    match = re.fullmatch(r"([\d.]+)(px|mm|cm|pt|in)?", (value or "").strip())
    return float(match[1]) * UNITS[match[2] or ""] if match else None


def words_of(node: Any) -> str:
    """What the picture says to those who can't see it."""
    if said := node.get("alt") or node.get("aria-label"):
        return str(said)
    titles = [one.text for one in node.iter() if tag_of(one) == "title" and one.text]
    return titles[0] if titles else ""
