"""BPMN 2.0 as XML: names, reading without being had, writing, numbering."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/DD/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
SOP = "urn:sopman:bpmn:1"
NAMES = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "sop": SOP}

MAX_BYTES = 5 * 1024 * 1024
MAX_ELEMENTS = 50_000


class Unreadable(ValueError):
    """A file that is no map we can read; its text is the sentence for the reader."""


def q(prefix: str, name: str) -> str:
    return f"{{{NAMES[prefix]}}}{name}"


def local(element: etree._Element) -> str:
    """The tag without its namespace; empty for comments and processing instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def is_bpmn(element: etree._Element, *names: str) -> bool:
    if not isinstance(element.tag, str) or not element.tag.startswith(f"{{{BPMN}}}"):
        return False
    return not names or local(element) in names


def read(text: str | bytes) -> etree._Element:
    """The root of a BPMN file. Raises Unreadable with a sentence; resolves and fetches nothing."""
    data = text.encode() if isinstance(text, str) else text
    if len(data) > MAX_BYTES:
        raise Unreadable(_("The file is larger than 5 MB."))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(_("The file is not well-formed XML.")) from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable(_("The file carries a DOCTYPE; that is not accepted."))
    if root.tag != q("bpmn", "definitions"):
        raise Unreadable(_("The file is not a BPMN 2.0 model."))
    _check_ids(root)
    return root


def _check_ids(root: etree._Element) -> None:
    seen: set[str] = set()
    for count, element in enumerate(root.iter(), start=1):
        if count > MAX_ELEMENTS:
            raise Unreadable(_("The model has too many elements."))
        name = element.get("id")
        if name is None:
            continue
        if name in seen:
            raise Unreadable(_("The id “%(id)s” stands twice in the file.") % {"id": name[:80]})
        seen.add(name)


def write(root: etree._Element) -> str:
    etree.indent(root, space="  ")
    body = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def free_ids(root: etree._Element, stem: str) -> Iterator[str]:
    """Ids `stem_1`, `stem_2`, … that the file does not use yet."""
    used = {e.get("id") for e in root.iter() if e.get("id")}
    number = 0
    while True:
        number += 1
        if (name := f"{stem}_{number}") not in used:
            yield name


def clean(text: str) -> str:
    """Text as XML can hold it: control characters have no place there."""
    return "".join(c for c in text if c in "\t\n\r" or _allowed(ord(c)))


def _allowed(code: int) -> bool:
    return 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
