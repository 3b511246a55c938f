"""A map taken to parts: what each element says, by its id."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from processes.bpmn import Document
from processes.bpmn.document import extension
from processes.bpmn.xml import BPMN, KINDS, bare, is_bpmn, local, q

Key = tuple[str, str]
REFERENCES = ("incoming", "outgoing", "flowNodeRef")
OWN = ("documentation", "extensionElements")
FLOWS = ("sequenceFlow", "messageFlow", "association")
LANES, TAG, PARENT, NOTES, FOREIGN, REST = "lanes", "tag", "parent", "notes", "foreign", "rest"
ATTRIBUTE, FACT = "@", "sop@"


@dataclass
class Part:
    """One element: `says` holds its properties by name."""

    element: etree._Element
    says: dict[str, str]

    @property
    def name(self) -> str:
        return self.element.get("name") or ""


class Parts(dict[Key, Part]):
    """All elements with an id outside diagrams and extensions, in document order."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        homes = _homes(document.root)
        for element in _elements(document.root):
            key = key_of(element)
            self.setdefault(key, Part(element, _says(element, homes.get(key[1], ""))))
        self.ends = {k: _ends(p.element) for k, p in self.items() if k[0] in FLOWS}

    def flows_at(self, name: str) -> set[Key]:
        return {key for key, ends in self.ends.items() if name in ends}

    def nodes_in(self, lane: str) -> set[Key]:
        return {k for k, part in self.items() if lane in part.says.get(LANES, "").split()}


def key_of(element: etree._Element) -> Key:
    tag = local(element)
    return (KINDS.get(tag, tag), element.get("id") or "")


def _elements(root: etree._Element) -> Iterator[etree._Element]:
    waiting = [root]
    while waiting:
        element = waiting.pop(0)
        for child in element.iterchildren(f"{{{BPMN}}}*"):
            if local(child) in REFERENCES or is_bpmn(child, "extensionElements"):
                continue
            if child.get("id"):
                yield child
            waiting.append(child)


def _homes(root: etree._Element) -> dict[str, str]:
    homes: dict[str, list[str]] = {}
    for lane in root.iter(q("bpmn", "lane")):
        for reference in lane.findall(q("bpmn", "flowNodeRef")):
            homes.setdefault((reference.text or "").strip(), []).append(lane.get("id") or "")
    return {name: " ".join(sorted(lanes)) for name, lanes in homes.items()}


def _says(element: etree._Element, lanes: str) -> dict[str, str]:
    parent = element.getparent()
    said = {TAG: str(element.tag), LANES: lanes, NOTES: "", FOREIGN: "", REST: ""}
    said[PARENT] = "" if parent is None else " ".join(key_of(parent))
    said |= {ATTRIBUTE + str(name): str(v) for name, v in element.attrib.items() if name != "id"}
    ours = extension(element)
    if ours is not None:
        said |= {FACT + str(name): str(value) for name, value in ours.attrib.items()}
    for child in element.iterchildren(etree.Element):
        if is_bpmn(child, "documentation"):
            said[NOTES] += shape(child)
        elif is_bpmn(child, "extensionElements"):
            said[FOREIGN] += "".join(shape(one) for one in child if one is not ours)
        elif not (is_bpmn(child, *REFERENCES) or (is_bpmn(child) and child.get("id"))):
            said[REST] += shape(child)
    return {name: value for name, value in said.items() if value}


def shape(element: etree._Element) -> str:
    """What a subtree says, whatever its prefixes and its indentation."""
    if not isinstance(element.tag, str):
        return ""
    told = sorted(f"{name}={value}" for name, value in element.attrib.items())
    inner = (element.text or "").strip()
    inner += "".join(shape(child) + (child.tail or "").strip() for child in element)
    return f"<{element.tag} {' '.join(told)}>{inner}</>"


def _ends(flow: etree._Element) -> tuple[str, str]:
    return bare(flow.get("sourceRef")), bare(flow.get("targetRef"))


def rename(document: Document, old: str, new: str) -> None:
    """Another id for an element, wherever the file refers to it."""
    for element in document.root.iter(etree.Element):
        for name in ("id", "sourceRef", "targetRef", "attachedToRef", "default", "bpmnElement"):
            if element.get(name) == old:
                element.set(name, new)
        if is_bpmn(element, *REFERENCES) and (element.text or "").strip() == old:
            element.text = new
    document.changed()
