"""Whether two BPMN files say the same. Knows nothing of our editing; compares tree with tree.

Comments and the white space between elements aside, everything counts: attributes, order, foreign
elements, words, and what a prefix stands for where it is in force.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from django.utils.translation import gettext as _
from lxml import etree

MOST_TOLD = 50
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
OPEN = (
    BPMN,
    DI,
    "http://www.omg.org/spec/DD/20100524/DI",
    "http://www.omg.org/spec/DD/20100524/DC",
)
REFERENCES = ("incoming", "outgoing", "flowNodeRef", "sourceRef", "targetRef")
LONGEST_MATCH = 2_000


def read(text: str | bytes) -> etree._Element:
    data = text.encode() if isinstance(text, str) else text
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def differences(before: etree._Element, after: etree._Element) -> list[str]:
    """Sentences about what differs; none when the two say the same."""
    found: list[str] = []
    for sentence in _compare(before, after, _name(before)):
        if len(found) == MOST_TOLD:
            found.append(_("There are more differences than these."))
            break
        found.append(sentence)
    return found


def _compare(one: etree._Element, other: etree._Element, path: str) -> Iterator[str]:
    if one.tag != other.tag:
        yield _("%(path)s: the element has become “%(tag)s”.") % {"path": path, "tag": other.tag}
        return
    if not isinstance(one.tag, str):  # a processing instruction
        if one.text != other.text:
            yield _("%(path)s: the instruction differs.") % {"path": path}
        return
    yield from _attributes(one, other, path)
    yield from _prefixes(one, other, path)
    mine, its = _content(one), _content(other)
    if mine[0] != its[0]:
        yield _("%(path)s: the text “%(text)s” has become “%(now)s”.") % {
            "path": path,
            "text": _short(mine[0]),
            "now": _short(its[0]),
        }
    yield from _children(mine[1], its[1], path)


def _attributes(one: etree._Element, other: etree._Element, path: str) -> Iterator[str]:
    for name, value in one.attrib.items():
        now = other.attrib.get(name)
        told = {"path": path, "name": _plain(name), "text": _short(value)}
        if now is None:
            yield _("%(path)s: the attribute %(name)s=“%(text)s” is lost.") % told
        elif now != value:
            told["now"] = _short(now)
            yield _("%(path)s: the attribute %(name)s=“%(text)s” has become “%(now)s”.") % told
    for name in other.attrib:
        if name not in one.attrib:
            told = {"path": path, "name": _plain(name)}
            yield _("%(path)s: the attribute %(name)s is new.") % told


def _prefixes(one: etree._Element, other: etree._Element, path: str) -> Iterator[str]:
    mine, its = one.nsmap, other.nsmap
    if mine == its:
        return
    for prefix, uri in mine.items():
        if its.get(prefix) != uri:
            told = {"path": path, "prefix": prefix or "xmlns"}
            yield _("%(path)s: the prefix “%(prefix)s” means something else.") % told


def _content(element: etree._Element) -> tuple[str, list[tuple[etree._Element, str]]]:
    """The words before the first child, and each child with the words behind it."""
    words, children = element.text or "", []
    for child in element:
        if isinstance(child, etree._Comment):
            if children:
                children[-1] = (children[-1][0], children[-1][1] + (child.tail or ""))
            else:
                words += child.tail or ""
        else:
            children.append((child, child.tail or ""))
    if etree.QName(element).namespace in OPEN and _is_blank([words, *(t for _c, t in children)]):
        return "", [(child, "") for child, _tail in children]
    return words, children


def _is_blank(texts: Sequence[str]) -> bool:
    return not any(text.strip() for text in texts)


Part = tuple[etree._Element, str]


def _children(mine: list[Part], its: list[Part], path: str) -> Iterator[str]:
    for one, other in _aligned(mine, its):
        if other is None:
            yield _("%(path)s is lost.") % {"path": f"{path}/{_name(one[0])}"}
        elif one is None:
            yield _("%(path)s is new.") % {"path": f"{path}/{_name(other[0])}"}
        else:
            here = f"{path}/{_name(one[0])}"
            yield from _compare(one[0], other[0], here)
            if one[1] != other[1]:
                yield _("%(path)s: the text “%(text)s” behind it has become “%(now)s”.") % {
                    "path": here,
                    "text": _short(one[1]),
                    "now": _short(other[1]),
                }


def _aligned(mine: list[Part], its: list[Part]) -> Iterator[tuple[Part | None, Part | None]]:
    keys, others = [_key(part[0]) for part in mine], [_key(part[0]) for part in its]
    if keys == others:
        yield from zip(mine, its, strict=True)
        return
    if max(len(keys), len(others)) > LONGEST_MATCH:
        yield from _by_key(mine, its, keys, others)
        return
    matcher = SequenceMatcher(None, keys, others, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(mine[a:b], its[c:d], strict=True)
        else:
            yield from ((part, None) for part in mine[a:b])
            yield from ((None, part) for part in its[c:d])


def _by_key(mine: list, its: list, keys: list, others: list) -> Iterator[tuple]:
    """For very many children: by key alone, and whether the order is the same."""
    left: dict[tuple, list] = {}
    for key, part in zip(others, its, strict=True):
        left.setdefault(key, []).append(part)
    for key, part in zip(keys, mine, strict=True):
        found = left.get(key)
        yield part, found.pop(0) if found else None
    for parts in left.values():
        yield from ((None, part) for part in parts)
    common = set(keys) & set(others)
    order = ([k for k in keys if k in common], [k for k in others if k in common])
    if order[0] != order[1]:
        yield next((part, None) for part, a, b in zip(mine, *order, strict=False) if a != b)


def _key(element: etree._Element) -> tuple:
    if not isinstance(element.tag, str):
        return ("?", "", "")
    name = element.get("id") or element.get("bpmnElement") or ""
    is_reference = etree.QName(element).localname in REFERENCES
    return (element.tag, name, (element.text or "").strip() if is_reference else "")


def _name(element: etree._Element) -> str:
    if not isinstance(element.tag, str):
        return "?"
    tag = etree.QName(element).localname
    told = element.get("id") or element.get("bpmnElement")
    if told is None and tag in REFERENCES:
        told = (element.text or "").strip()
    return f"{tag}[{_short(told)}]" if told else tag


def _plain(name: str) -> str:
    return etree.QName(name).localname


def _short(text: str | None) -> str:
    text = " ".join((text or "").split())
    return text if len(text) <= 60 else f"{text[:57]}…"


__all__ = ["BPMN", "DI", "differences", "read"]
