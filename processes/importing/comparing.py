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
    f"{{{BPMN}}}",
    f"{{{DI}}}",
    "{http://www.omg.org/spec/DD/20100524/DI}",
    "{http://www.omg.org/spec/DD/20100524/DC}",
)
WORDS = tuple(f"{{{BPMN}}}{tag}" for tag in ("documentation", "text", "script"))
REFERENCES = ("incoming", "outgoing", "flowNodeRef", "sourceRef", "targetRef")
LONGEST_MATCH = 2_000


def read(text: str | bytes) -> etree._Element:
    data = text.encode() if isinstance(text, str) else text
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def differences(before: etree._Element, after: etree._Element) -> list[str]:
    """Sentences about what differs; none when the two say the same."""
    return _Comparison(before, after).run()


class _Comparison:
    def __init__(self, before: etree._Element, after: etree._Element) -> None:
        self.roots = before, after
        self.declaring = {*_declaring(before), *_declaring(after)}

    def run(self) -> list[str]:
        found: list[str] = []
        for sentence in self.compare(*self.roots):
            if len(found) == MOST_TOLD:
                found.append(_("There are more differences than these."))
                break
            found.append(sentence)
        return found

    def compare(self, one: etree._Element, other: etree._Element) -> Iterator[str]:
        if one.tag != other.tag:
            told = {"path": _path(one), "tag": other.tag}
            yield _("%(path)s: the element has become “%(tag)s”.") % told
            return
        if not isinstance(one.tag, str):  # a processing instruction
            if one.text != other.text:
                yield _("%(path)s: the instruction differs.") % {"path": _path(one)}
            return
        if dict(one.attrib) != dict(other.attrib):
            yield from _attributes(one, other)
        if one in self.declaring or other in self.declaring or one is self.roots[0]:
            yield from _prefixes(one, other)
        mine, its = _content(one), _content(other)
        if mine[0] != its[0]:
            yield _("%(path)s: the text “%(text)s” has become “%(now)s”.") % {
                "path": _path(one),
                "text": _short(mine[0]),
                "now": _short(its[0]),
            }
        yield from self.children(mine[1], its[1])

    def children(self, mine: "list[Part]", its: "list[Part]") -> Iterator[str]:
        for one, other in _aligned(mine, its):
            if other is None:
                yield _("%(path)s is lost.") % {"path": _path(one[0])}
            elif one is None:
                yield _("%(path)s is new.") % {"path": _path(other[0])}
            else:
                yield from self.compare(one[0], other[0])
                if one[1] != other[1]:
                    yield _("%(path)s: the text “%(text)s” behind it has become “%(now)s”.") % {
                        "path": _path(one[0]),
                        "text": _short(one[1]),
                        "now": _short(other[1]),
                    }


def _declaring(root: etree._Element) -> Iterator[etree._Element]:
    """Elements that say what a prefix stands for; below them the others are in the same force."""
    declared = False
    for event, found in etree.iterwalk(root, events=("start-ns", "start")):
        if event == "start-ns":
            declared = True
        elif declared:
            declared = False
            yield found


def _attributes(one: etree._Element, other: etree._Element) -> Iterator[str]:
    path = _path(one)
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


def _prefixes(one: etree._Element, other: etree._Element) -> Iterator[str]:
    its = other.nsmap
    for prefix, uri in one.nsmap.items():
        if its.get(prefix) != uri:
            told = {"path": _path(one), "prefix": prefix or "xmlns"}
            yield _("%(path)s: the prefix “%(prefix)s” means something else.") % told


def _content(element: etree._Element) -> "tuple[str, list[Part]]":
    """The words before the first child, and each child with the words behind it."""
    words, children = element.text or "", []
    if not len(element) and words.strip():
        return words, children
    for child in element:
        if isinstance(child, etree._Comment):
            if children:
                children[-1] = (children[-1][0], children[-1][1] + (child.tail or ""))
            else:
                words += child.tail or ""
        else:
            children.append((child, child.tail or ""))
    is_open = element.tag.startswith(OPEN) and element.tag not in WORDS
    if is_open and _is_blank([words, *(tail for _child, tail in children)]):
        return "", [(child, "") for child, _tail in children]
    return words, children


def _is_blank(texts: Sequence[str]) -> bool:
    return not any(text.strip() for text in texts)


Part = tuple[etree._Element, str]


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
    is_reference = element.tag.endswith(REFERENCES)
    return (element.tag, name, (element.text or "").strip() if is_reference else "")


def _path(element: etree._Element) -> str:
    return "/".join(_name(one) for one in (*reversed([*element.iterancestors()]), element))


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
