"""The shapes and connectors of one Visio page, in page coordinates; what they mean comes later."""

import posixpath
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from lxml import etree

from processes.bpmn import Unreadable
from processes.importing.packages import Package

REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST_SHAPES = 5_000
DEEPEST = 12


@dataclass
class Shape:
    id: str
    master: str
    text: str
    x: float = 0.0  # of its middle, in inches
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    is_line: bool = False
    begin: tuple[float, float] = (0.0, 0.0)
    end: tuple[float, float] = (0.0, 0.0)
    backwards: bool = False
    inner: list["Shape"] = field(default_factory=list)

    def covers(self, point: tuple[float, float], air: float = 0.0) -> bool:
        return (
            abs(point[0] - self.x) <= self.width / 2 + air
            and abs(point[1] - self.y) <= self.height / 2 + air
        )

    @property
    def said(self) -> str:
        """Its words, else those of the first shape inside it that has any."""
        return self.text or next((one.said for one in self.inner if one.said), "")


@dataclass
class Page:
    name: str
    shapes: list[Shape]
    glued: dict[str, dict[str, str]]  # connector → BeginX or EndX → shape


def read_pages(package: Package) -> list[Page]:
    masters = _masters(package)
    listed = package.xml("visio/pages/pages.xml")
    targets = _targets(package, "visio/pages/pages.xml")
    pages = []
    for entry in listed.findall("{*}Page"):
        link = entry.find("{*}Rel")
        part = targets.get(link.get(REL, "")) if link is not None else None
        if entry.get("Background") == "1" or part is None:
            continue
        pages.append(
            _page(package.xml(part), entry.get("Name") or entry.get("NameU") or "", masters)
        )
    if not pages:
        raise Unreadable(_("The drawing has no page."))
    return pages


def _targets(package: Package, part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    rels = f"{folder}/_rels/{name}.rels"
    if not package.has(rels):
        return {}
    return {
        one.get("Id", ""): posixpath.normpath(posixpath.join(folder, one.get("Target", ""))).lstrip(
            "/"
        )
        for one in package.xml(rels).findall("{*}Relationship")
    }


@dataclass
class Master:
    name: str
    shape: etree._Element | None = None
    by_id: dict[str, etree._Element] = field(default_factory=dict)


def _masters(package: Package) -> dict[str, Master]:
    part = "visio/masters/masters.xml"
    if not package.has(part):
        return {}
    targets, found = _targets(package, part), {}
    for entry in package.xml(part).findall("{*}Master"):
        names = f"{entry.get('NameU') or ''} {entry.get('Name') or ''}"
        master = Master(names.casefold().strip())
        link = entry.find("{*}Rel")
        content = targets.get(link.get(REL, "")) if link is not None else None
        if content and package.has(content):
            root = package.xml(content)
            master.shape = root.find("{*}Shapes/{*}Shape")
            master.by_id = {one.get("ID", ""): one for one in root.iter("{*}Shape")}
        found[entry.get("ID", "")] = master
    return found


def _page(root: etree._Element, name: str, masters: dict[str, Master]) -> Page:
    reader = _Reader(masters)
    shapes = [reader.shape(one, None, (0.0, 0.0), 0) for one in root.findall("{*}Shapes/{*}Shape")]
    glued: dict[str, dict[str, str]] = {}
    for one in root.findall("{*}Connects/{*}Connect"):
        ends = glued.setdefault(one.get("FromSheet", ""), {})
        ends.setdefault(one.get("FromCell", ""), one.get("ToSheet", ""))
    return Page(name, shapes, glued)


class _Reader:
    def __init__(self, masters: dict[str, Master]) -> None:
        self.masters = masters
        self.count = 0

    def shape(
        self, given: etree._Element, above: Master | None, origin: tuple[float, float], depth: int
    ) -> Shape:
        """`origin`: where the lower left corner of the group around it stands on the page."""
        self.count += 1
        if self.count > MOST_SHAPES or depth > DEEPEST:
            raise Unreadable(_("The drawing has too many shapes."))
        master = self.masters.get(given.get("Master", "")) or above
        model = None
        if master is not None:
            model = master.by_id.get(given.get("MasterShape", ""))
            model = master.shape if model is None and given.get("Master") else model
        cells = (_cells(model) if model is not None else {}) | _cells(given)
        value = {key: _inches(text) for key, text in cells.items()}
        own = master.name if master is not None and given.get("Master") else ""
        shape = Shape(given.get("ID", ""), own or (given.get("NameU") or "").casefold(), "")
        shape.text = _words(given) or (_words(model) if model is not None else "")
        shape.width, shape.height = value.get("Width", 0), value.get("Height", 0)
        left = value.get("PinX", 0) - value.get("LocPinX", shape.width / 2)
        low = value.get("PinY", 0) - value.get("LocPinY", shape.height / 2)
        left, low = origin[0] + left, origin[1] + low
        shape.x, shape.y = left + shape.width / 2, low + shape.height / 2
        shape.is_line = "BeginX" in cells and "EndX" in cells
        shape.begin = (origin[0] + value.get("BeginX", 0), origin[1] + value.get("BeginY", 0))
        shape.end = (origin[0] + value.get("EndX", 0), origin[1] + value.get("EndY", 0))
        arrows = [cells.get(key, "0") not in ("", "0") for key in ("BeginArrow", "EndArrow")]
        shape.backwards = arrows == [True, False]
        shape.inner = [
            self.shape(one, master, (left, low), depth + 1)
            for one in given.findall("{*}Shapes/{*}Shape")
        ]
        return shape


def _cells(shape: etree._Element) -> dict[str, str]:
    return {one.get("N", ""): one.get("V", "") for one in shape.findall("{*}Cell")}


def _inches(text: str) -> float:
    """Visio keeps lengths in inches whatever it shows."""
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if -1e5 < value < 1e5 else 0.0


def _words(shape: etree._Element) -> str:
    text = shape.find("{*}Text")
    return " ".join("".join(text.itertext()).split())[:500] if text is not None else ""
