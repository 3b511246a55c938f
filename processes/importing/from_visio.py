"""`.vsdx`: shapes become activities, decisions, starts and ends; connectors flows; swimlanes lanes."""

from collections import Counter

from django.utils.translation import gettext as _
from lxml import etree

from processes import bpmn, layout
from processes.bpmn import Document, Unreadable
from processes.bpmn.lanes import into_lane, write_facts
from processes.bpmn.model import MOST_ACTIVITIES, Facts
from processes.bpmn.pieces import connect, drop_node, event
from processes.bpmn.xml import clean, q
from processes.importing.packages import Package
from processes.importing.result import Imported, Tally
from processes.importing.visio_page import Page, Shape, read_pages

NEAR = 0.2  # inches between the end of a line and the shape that it means
KINDS = (  # the first whose words stand in the name of the master
    ("lane", ("swimlane", "泳道", "functional band", "职能带区", "pool / lane", "lane (")),
    ("frame", ("cff container", "cross-functional", "跨职能", "phase", "阶段", "separator", "分隔符",
               "container", "容器", "pool", "group", "编组")),
    ("note", ("annotation", "批注", "注释", "callout", "标注", "comment", "title", "标题", "legend",
              "图例", "text box", "文本")),
    ("decision", ("decision", "判定", "判断", "决策", "gateway", "网关")),
    ("start", ("start event", "开始事件")),
    ("final", ("end event", "结束事件")),
    ("terminal", ("terminator", "start/end", "开始/结束", "开始或结束", "终结符", "终止")),
    ("inner", ("subprocess", "sub-process", "predefined process", "子流程", "预定义")),
    ("data", ("document", "文档", "database", "数据库", "data", "数据", "storage", "存储")),
)  # fmt: skip
BEGINS = ("开始", "start", "begin", "启动")
TAGS = {
    "start": "startEvent",
    "final": "endEvent",
    "decision": "exclusiveGateway",
    "inner": "subProcess",
}


def read(package: Package) -> Imported:
    pages = read_pages(package)
    page = max(pages, key=lambda one: (len(one.glued), len(one.shapes)))
    drawing = _Drawing(page)
    if not drawing.nodes:
        raise Unreadable(_("The drawing shows no steps."))
    told = drawing.imported()
    if others := [one.name for one in pages if one is not page and one.shapes]:
        told.warnings.append(
            _("Only the page “%(page)s” is carried over, not: %(others)s.")
            % {"page": page.name[:60], "others": _(", ").join(n[:40] for n in others[:8])}
        )
    return told


class _Drawing:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.home: dict[str, str] = {}  # a shape inside a node → the node
        self.nodes: dict[str, Shape] = {}
        self.lanes: list[Shape] = []
        self.lines: list[Shape] = []
        self.title = ""
        self.left_out: Counter[str] = Counter()
        for shape in page.shapes:
            self._sort(shape)
        self.by_place = 0
        self.loose = 0
        self.flows = [flow for line in self.lines if (flow := self._flow(line)) is not None]
        self._drop_unconnected()
        self.kinds = {name: self._kind(shape) for name, shape in self.nodes.items()}

    def _sort(self, shape: Shape) -> None:
        kind = _kind_of(shape.master)
        if shape.is_line and kind != "lane":
            self.lines.append(shape)
        elif kind == "lane":
            self.lanes.append(shape)
        elif kind == "frame" or (not shape.master and shape.inner and not shape.text):
            self.title = self.title or (shape.text if kind == "frame" else "")
            for one in shape.inner:
                self._sort(one)
        elif kind == "note":
            self.left_out["note"] += 1
        else:
            self.nodes[shape.id] = shape
            self._house(shape, shape.id)

    def _house(self, shape: Shape, node: str) -> None:
        self.home[shape.id] = node
        for one in shape.inner:
            self._house(one, node)

    def _flow(self, line: Shape) -> tuple[str, str, str] | None:
        glued = self.page.glued.get(line.id, {})
        begin = self._end(glued.get("BeginX") or glued.get("BeginY"), line.begin)
        end = self._end(glued.get("EndX") or glued.get("EndY"), line.end)
        if begin is None or end is None:
            self.loose += 1
            return None
        if line.backwards:
            begin, end = end, begin
        return begin, end, line.said

    def _end(self, glued: str | None, point: tuple[float, float]) -> str | None:
        if glued is not None and glued in self.home:
            return self.home[glued]
        near = [(s.width * s.height, n) for n, s in self.nodes.items() if s.covers(point, NEAR)]
        if not near:
            return None
        self.by_place += 1
        return min(near)[1]

    def _drop_unconnected(self) -> None:
        """Shapes without words and without flows are ornaments; data shapes stay only in a flow."""
        used = {end for flow in self.flows for end in flow[:2]}
        for name, shape in list(self.nodes.items()):
            is_data = _kind_of(shape.master) == "data"
            if name not in used and (is_data or not shape.said):
                self.left_out["data" if is_data else "ornament"] += 1
                del self.nodes[name]

    def _kind(self, shape: Shape) -> str:
        kind = _kind_of(shape.master)
        if kind != "terminal":
            return kind
        into = any(flow[1] == shape.id for flow in self.flows)
        out = any(flow[0] == shape.id for flow in self.flows)
        if into and out:
            return "task"
        begins = any(word in shape.said.casefold() for word in BEGINS)
        return "start" if out or (begins and not into) else "final"

    # Into BPMN

    def imported(self) -> Imported:
        document = bpmn.blank(self.title or self.page.name or _("Imported process"))
        for name in ("Start_1", "End_1"):
            drop_node(document, name)
        order = self._reading_order()
        if (
            sum(self.kinds[n] not in ("start", "final", "decision") for n in order)
            > MOST_ACTIVITIES
        ):
            raise Unreadable(_("A map holds %(n)d activities at most.") % {"n": MOST_ACTIVITIES})
        for lane in sorted(self.lanes, key=lambda one: (-round(one.y, 2), one.x)):
            self._lane(document, lane)
        for name in order:
            self._node(document, name)
        known = {f"Shape_{name}" for name in order}
        for begin, end, words in self.flows:
            if {f"Shape_{begin}", f"Shape_{end}"} <= known:
                flow = connect(document, f"Shape_{begin}", f"Shape_{end}")
                if words:
                    flow.set("name", clean(words[:200]))
        added = self._ends(document)
        layout.draw(document)
        return self._told(document, added=added)

    def _reading_order(self) -> list[str]:
        """Along the flows from what nothing leads to, the rest from the upper left on."""
        place = {n: (-round(s.y, 1), s.x) for n, s in self.nodes.items()}
        onward: dict[str, list[str]] = {}
        for begin, end, _words in self.flows:
            onward.setdefault(begin, []).append(end)
        entered = {end for _begin, end, _words in self.flows}
        starts = sorted((n for n in self.nodes if n not in entered), key=lambda n: place[n])
        order: dict[str, None] = {}
        for first in [*starts, *sorted(self.nodes, key=lambda n: place[n])]:
            todo = [first]
            while todo:
                one = todo.pop(0)
                if one not in order:
                    order[one] = None
                    todo += sorted(onward.get(one, []), key=lambda n: (place[n][1], place[n][0]))
        return list(order)

    def _lane(self, document: Document, lane: Shape) -> None:
        lanes = document.process.find(q("bpmn", "laneSet"))
        element = etree.SubElement(lanes, q("bpmn", "lane"), id=f"Lane_{lane.id}")
        element.set("name", clean(lane.said[:80]))
        document.changed()

    def _home_lane(self, shape: Shape) -> Shape | None:
        around = [lane for lane in self.lanes if lane.covers((shape.x, shape.y))]
        return min(around, key=lambda one: one.width * one.height, default=None)

    def _node(self, document: Document, name: str) -> None:
        shape, kind = self.nodes[name], self.kinds[name]
        element = etree.SubElement(
            document.process, q("bpmn", TAGS.get(kind, "task")), id=f"Shape_{name}"
        )
        document.changed()
        facts = Facts(shape.said[:200])
        if kind in ("start", "final", "decision"):
            if facts.name:
                element.set("name", clean(facts.name))
        else:
            write_facts(element, facts)
        lane = self._home_lane(shape)
        if lane is None:
            if kind not in ("start", "final", "decision"):
                into_lane(document, f"Shape_{name}", facts)
            return
        reference = etree.SubElement(
            document.process.find(f".//{q('bpmn', 'lane')}[@id='Lane_{lane.id}']"),
            q("bpmn", "flowNodeRef"),
        )
        reference.text = f"Shape_{name}"
        document.changed()

    def _ends(self, document: Document) -> bool:
        """A drawing without a start or an end gets one."""
        kinds, rows = set(self.kinds.values()), document.tasks()
        if rows and "start" not in kinds:
            start = event(document, "startEvent")
            free = [t for t in rows if not document.into(t.get("id", ""))] or rows[:1]
            for task in free:
                connect(document, start, task.get("id", ""))
        if rows and "final" not in kinds:
            end = event(document, "endEvent")
            for task in [t for t in rows if not document.out(t.get("id", ""))] or rows[-1:]:
                connect(document, task.get("id", ""), end)
        return bool(rows) and not {"start", "final"} <= kinds

    def _told(self, document: Document, *, added: bool) -> Imported:
        told = Imported("vsdx", document)
        number = Counter(self.kinds.values())
        gates, ends = number["decision"], number["start"] + number["final"]
        steps = len(self.nodes) - gates - ends
        notes = sum(self.left_out.values())
        told.tallies = [
            Tally(_("Lanes"), len(self.lanes), len(self.lanes), len(self.lanes)),
            Tally(_("Activities"), steps, steps, len(document.tasks())),
            Tally(_("Events"), ends, ends),
            Tally(_("Gateways"), gates, gates),
            Tally(_("Connectors"), len(self.lines), len(self.flows)),
            Tally(_("Other shapes"), notes, 0),
        ]
        told.tallies = [tally for tally in told.tallies if tally.found]
        told.simplified = [
            _("Positions and colours of the drawing are not kept; the map is laid out anew.")
        ]
        if added:
            told.simplified.append(_("A start and an end were added."))
        if self.by_place:
            told.simplified.append(
                _("Ends of lines that were not glued were matched by their place: %(n)d.")
                % {"n": self.by_place}
            )
        if number["data"]:
            told.simplified.append(
                _("Documents and data in the flow have become activities: %(n)d.")
                % {"n": number["data"]}
            )
        if notes:
            told.warnings.append(
                _("Notes, data and ornaments beside the flow are not carried over: %(n)d.")
                % {"n": notes}
            )
        if self.loose:
            told.warnings.append(
                _("Lines that lead to no shape are not carried over: %(n)d.") % {"n": self.loose}
            )
        return told


def _kind_of(master: str) -> str:
    for kind, words in KINDS:
        if any(word in master for word in words):
            return kind
    return "task"
