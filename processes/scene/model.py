"""What is drawn. Boxes and points in the pixels of the diagram; colours are #rrggbb or nothing."""

from dataclasses import dataclass, field

from processes.layout.shapes import Box, Point

FRAMES = frozenset(["pool", "lane"])


@dataclass(frozen=True)
class Item:
    """One shape.

    `kind`: pool, lane, task, call, sub, event, gateway, data, store, note, group, message,
    choreography, band, conversation or other; `tag`: the BPMN element behind it.
    """

    id: str
    kind: str
    tag: str
    name: str
    box: Box
    label: Box | None = None
    horizontal: bool = True
    expanded: bool = False
    symbol: str = ""  # of an event, a gateway or a task type
    throws: bool = False  # filled symbols
    dashed: bool = False  # does not interrupt; an event sub-process
    marks: tuple[str, ...] = ()  # loop, parallel, sequential, compensation, adhoc, plus, collection
    fill: str = ""
    stroke: str = ""
    parent: str = ""  # the id of the pool, lane or sub-process that it belongs to
    host: str = ""  # what a boundary event is attached to


@dataclass(frozen=True)
class Line:
    """One edge. `kind`: sequence, message, association, data or conversation."""

    id: str
    kind: str
    name: str
    source: str
    target: str
    points: tuple[Point, ...]
    label: Box | None = None
    default: bool = False
    conditional: bool = False
    arrows: str = "end"  # none, end, both
    envelope: str = ""  # initiating or non_initiating: a message is drawn on the line
    stroke: str = ""


@dataclass
class Scene:
    title: str
    items: list[Item] = field(default_factory=list)  # frames first, what stands on them behind
    lines: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.by_id = {item.id: item for item in self.items}

    def of(self, *kinds: str) -> list[Item]:
        return [item for item in self.items if item.kind in kinds]
