"""`.vsdx`: shapes become activities, decisions, starts and ends; connectors flows; swimlanes lanes."""

from collections import Counter, deque

from django.utils.translation import gettext as _

from processes import layout
from processes.bpmn import Document, Facts, Unreadable
from processes.bpmn.building import END_ID, START_ID, Link, Part, Plan, assemble
from processes.bpmn.model import MOST_ACTIVITIES
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
TAGLESS = ("start", "final", "decision")  # what the step table doesn't list
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
        order = self._reading_order()
        if sum(self.kinds[n] not in TAGLESS for n in order) > MOST_ACTIVITIES:
            raise Unreadable(_("A map holds %(n)d activities at most.") % {"n": MOST_ACTIVITIES})
        plan = Plan()
        for lane in sorted(self.lanes, key=lambda one: (-round(one.y, 2), one.x)):
            plan.lanes[lane.id] = Facts("", position_name=lane.said[:80])
        plan.parts = [self._part(name) for name in order]
        if self.lanes and any(not part.lane for part in plan.parts):
            plan.lanes[""] = Facts("")
        plan.links = [
            Link(f"Shape_{begin}", f"Shape_{end}", words[:200])
            for begin, end, words in self.flows
            if begin in self.kinds and end in self.kinds
        ]
        added = self._ends(plan)
        document = assemble(self.title or self.page.name or _("Imported process"), plan)
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
            todo = deque([first])
            while todo:
                one = todo.popleft()
                if one not in order:
                    order[one] = None
                    todo += sorted(onward.get(one, []), key=lambda n: (place[n][1], place[n][0]))
        return list(order)

    def _part(self, name: str) -> Part:
        shape, kind = self.nodes[name], self.kinds[name]
        around = [lane for lane in self.lanes if lane.covers((shape.x, shape.y))]
        lane = min(around, key=lambda one: one.width * one.height, default=None)
        facts = Facts(shape.said[:200])
        return Part(f"Shape_{name}", TAGS.get(kind, "task"), facts, lane.id if lane else "")

    def _ends(self, plan: Plan) -> bool:
        """A drawing without a start or an end gets one."""
        kinds = set(self.kinds.values())
        steps = [part for part in plan.parts if part.tag in ("task", "subProcess")]
        entered = {link.target for link in plan.links}
        left = {link.source for link in plan.links}
        if steps and "start" not in kinds:
            first = [p for p in steps if p.id not in entered] or steps[:1]
            plan.parts.insert(0, Part(START_ID, "startEvent", Facts(""), first[0].lane))
            plan.links += [Link(START_ID, part.id) for part in first]
        if steps and "final" not in kinds:
            last = [p for p in steps if p.id not in left] or steps[-1:]
            plan.parts.append(Part(END_ID, "endEvent", Facts(""), last[-1].lane))
            plan.links += [Link(part.id, END_ID) for part in last]
        return bool(steps) and not {"start", "final"} <= kinds

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
