"""BPMN 2.0 as XML: names, reading without being had, writing, numbering."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from lxml import etree

from processes.bpmn.model import ACTIVITIES, EVENTS, GATEWAYS

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/DD/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
SOP = "urn:sopman:bpmn:1"
OURS = f"{{{BPMN}}}"
NAMES = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "sop": SOP}

# What a map refers to by id; two of a kind with the same id could not be told apart.
KINDS = dict.fromkeys(ACTIVITIES | GATEWAYS | EVENTS, "node") | {
    tag: tag for tag in ("process", "participant", "lane", "sequenceFlow", "messageFlow")
}
# Text with elements in it, where a blank is a word's.
MIXED = frozenset(
    [
        "documentation",
        "text",
        "script",
        "condition",
        "conditionExpression",
        "completionCondition",
        "loopCondition",
        "loopCardinality",
        "timeDate",
        "timeCycle",
        "timeDuration",
        "activationCondition",
        "from",
        "to",
        "transformation",
        "expression",
        "formalExpression",
        "dataPath",
        "messagePath",
    ]
)
MAX_BYTES = 5 * 1024 * 1024
MAX_ELEMENTS = 50_000
LONGEST_ID = 120  # what a row of the projection holds

for _prefix, _uri in NAMES.items():
    etree.register_namespace(_prefix, _uri)


class Unreadable(ValueError):
    """A file that is no map we can read; its text is the sentence for the reader."""


def q(prefix: str, name: str) -> str:
    return f"{{{NAMES[prefix]}}}{name}"


def local(element: etree._Element) -> str:
    """The tag without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def is_bpmn(element: etree._Element, *names: str) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or not tag.startswith(OURS):
        return False
    return not names or tag[len(OURS) :] in names


def read(text: str | bytes) -> etree._Element:
    """The root of a BPMN file. Raises Unreadable with a sentence; resolves and fetches nothing."""
    data = text.encode() if isinstance(text, str) else text
    if len(data) > MAX_BYTES:
        raise Unreadable(_("The file is larger than 5 MB."))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        strip_cdata=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise Unreadable(_("The file is not well-formed XML.")) from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable(_("The file carries a DOCTYPE; that is not accepted."))
    if root.tag != q("bpmn", "definitions"):
        raise Unreadable(_("The file is not a BPMN 2.0 model."))
    _check_ids(root)
    return root


def _check_ids(root: etree._Element) -> None:
    """Refuse what two of a kind would make ambiguous, and ids too long to be kept.

    The rest is kept as it is: an id may stand at a process and its pool, at a shape and what it
    shows, and in foreign elements they count their own way.
    """
    seen: dict[str, set[str]] = {}
    for count, element in enumerate(root.iter(), start=1):
        if count > MAX_ELEMENTS:
            raise Unreadable(_("The model has too many elements."))
        kind = KINDS.get(local(element)) if is_bpmn(element) else None
        name = element.get("id") if kind is not None else None
        if name is None:
            continue
        if len(name) > LONGEST_ID:
            raise Unreadable(_("The id “%(id)s…” is too long.") % {"id": name[:40]})
        kinds = seen.setdefault(name, set())
        if kind in kinds and not _is_foreign(element):
            raise Unreadable(_("The id “%(id)s” stands twice in the file.") % {"id": name})
        kinds.add(kind)


def _is_foreign(element: etree._Element) -> bool:
    """A copy that another tool keeps among its own notes."""
    return any(is_bpmn(one, "extensionElements") for one in element.iterancestors())


def bare(reference: str | None) -> str:
    """An id as it is referred to: without blanks around it, without the prefix of a QName."""
    return (reference or "").strip().rpartition(":")[2]


def write(root: etree._Element) -> str:
    _tidy(root, 0)
    body = etree.tostring(root, encoding="unicode", with_tail=False)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _tidy(element: etree._Element, depth: int) -> None:
    """Indent what BPMN has no words between; foreign elements and mixed text are left alone."""
    if not len(element) or not _is_ours_to_indent(element):
        return
    inner, outer = f"\n{'  ' * (depth + 1)}", f"\n{'  ' * depth}"
    element.text = inner
    for child in element:
        child.tail = inner
        _tidy(child, depth + 1)
    element[-1].tail = outer


def _is_ours_to_indent(element: etree._Element) -> bool:
    if not isinstance(element.tag, str):
        return False
    namespace = etree.QName(element).namespace
    if namespace not in NAMES.values() or local(element) in MIXED:
        return False
    return not any((text or "").strip() for text in (element.text, *(c.tail for c in element)))


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
