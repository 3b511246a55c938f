"""Sizes and boxes of a drawn map."""

from dataclasses import dataclass, field

TASK_WIDTH = 132
TEXT_SIZE = 13
LINE = 18
TASK_PAD = 10
GATEWAY = 44
EVENT = 32
POOL_HEAD = 30
LANE_HEAD = 104
TRACK_GAP = 30  # least room between two tracks, without the channels in it
GUTTER = 34  # least room between two columns
SLOT = 12  # between parallel lines
LABEL_SIZE = 12
LABEL_LINE = 16
LABEL_WIDTH = 120


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def centre(self) -> float:
        return self.x + self.width / 2

    def moved(self, x: float, y: float) -> "Box":
        return Box(self.x + x, self.y + y, self.width, self.height)

    def meets(self, other: "Box") -> bool:
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )


Point = tuple[float, float]


@dataclass
class Drawing:
    """Where everything stands: boxes by element id, points and label boxes by flow id."""

    boxes: dict[str, Box] = field(default_factory=dict)
    lanes: dict[str, Box] = field(default_factory=dict)
    pool: Box = Box(0, 0, 0, 0)
    lines: dict[str, list[Point]] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    pools: dict[str, Box] = field(default_factory=dict)  # in a file with several
    expanded: set[str] = field(default_factory=set)  # sub-processes shown with their insides

    def take_in(self, other: "Drawing", x: float, y: float) -> None:
        """All of another drawing, moved by (x, y)."""
        for mine, its in ((self.boxes, other.boxes), (self.lanes, other.lanes),
                          (self.labels, other.labels), (self.pools, other.pools)):  # fmt: skip
            mine.update({name: box.moved(x, y) for name, box in its.items()})
        for name, points in other.lines.items():
            self.lines[name] = [(px + x, py + y) for px, py in points]
        self.expanded |= other.expanded
