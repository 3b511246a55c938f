"""The same map drawn by mouse on the canvas and by keyboard in the step table is the same BPMN."""

import pytest
from django.urls import reverse
from lxml import etree

from processes.bpmn import Document
from processes.bpmn.document import NODES
from processes.bpmn.xml import is_bpmn, local, q
from processes.importing.comparing import differences, read
from processes.models import Activity
from tests.browser import picture
from tests.factories.people import a_position
from tests.factories.processes import a_map, fresh
from tests.factories.projects import a_signed_project
from tests.processes.test_canvas_browser import opened, saved

pytestmark = pytest.mark.django_db(transaction=True)


class Drawing:
    """A hand with a mouse."""

    def __init__(self, page):
        self.page = page

    def at(self, x, y):
        """Where a point of the sheet is on the screen."""
        return self.page.evaluate(
            """([x, y]) => { const sheet = document.querySelector("[data-sheet] svg").getBoundingClientRect();
            const { x: left, y: top, scale } = document.querySelector("map-canvas").modeler.get("canvas").viewbox();
            return [sheet.x + (x - left) * scale, sheet.y + (y - top) * scale]; }""",
            [x, y],
        )

    def box(self, name):
        return self.page.evaluate(
            """name => { const all = document.querySelector("map-canvas").modeler.get("elementRegistry");
            const one = all.find((e) => !e.labelTarget && e.width && (e.businessObject.name === name || e.type === name));
            return [one.x, one.y, one.width, one.height]; }""",
            name,
        )

    def middle(self, name):
        x, y, width, height = self.box(name)
        return x + width / 2, y + height / 2

    def put(self, shape, x, y, name=""):
        """Take a shape from the palette and put it down; what it is called is typed at once."""
        self.page.locator(f"[data-shape={shape}]").click()
        self.page.mouse.move(*self.at(x - 8, y))
        self.page.mouse.move(*self.at(x, y))
        self.page.mouse.click(*self.at(x, y))
        if name:
            self.rename(name)

    def rename(self, name):
        """The new element is selected; its name is typed in the panel."""
        self.page.keyboard.press("Escape")
        self.page.locator("[name=element-name]").fill(name)
        self.page.locator("[name=element-name]").press("Tab")

    def connect(self, source, target, condition=""):
        self.page.locator("[data-act=connect]").click()
        for name in (source, target):
            self.page.mouse.move(*self.at(*self.middle(name)))
            self.page.mouse.click(*self.at(*self.middle(name)))
        if condition:
            self.page.locator("[name=element-name]").fill(condition)
            self.page.locator("[name=element-name]").press("Tab")

    def drag(self, name, x, y):
        self.page.mouse.move(*self.at(*self.middle(name)))
        self.page.mouse.down()
        self.page.mouse.move(*self.at(x - 20, y), steps=4)
        self.page.mouse.move(*self.at(x, y), steps=4)
        self.page.mouse.up()

    def choose(self, field, value):
        self.page.locator(f"[name=element-{field}]").select_option(str(value))

    def fill(self, field, value):
        self.page.locator(f"[name=element-{field}]").fill(value)
        self.page.locator(f"[name=element-{field}]").press("Tab")


def test_by_mouse_and_by_keyboard_it_is_the_same_map(page_for):
    project = a_signed_project()
    desk, head = a_position("客服专员"), a_position("客服主管")
    drawn, typed = a_map(project), a_map(a_signed_project())

    draw(opened(page_for(project.lead), drawn), desk, head)
    type_in(page_for(typed.project.lead), typed)

    assert differences(same_named(drawn), same_named(typed)) == []
    assert list(Activity.objects.filter(map=drawn).values_list("name", flat=True)) == list(
        Activity.objects.filter(map=typed).values_list("name", flat=True)
    )


def draw(page, desk, head):
    hand = Drawing(page)
    page.locator("[data-shape=lane]").click()  # a pool without lanes gets two
    for lane, position in zip(lanes(page), (desk, head), strict=True):
        page.locator("[data-element]").select_option(lane)
        hand.choose("position", position.pk)
    left, top, _width, high = hand.box("bpmn:Participant")
    upper, lower = top + high * 0.25, top + high * 0.75
    hand.drag("bpmn:EndEvent", left + 900, upper)
    hand.drag("bpmn:StartEvent", left + 110, upper)
    cut(page)
    hand.put("step", left + 230, upper, "接收投诉")
    hand.fill("touch_minutes", "5")
    hand.fill("waiting_minutes", "30")
    page.locator("[name=element-value_class][value=va]").check()
    hand.put("step", left + 400, lower, "审批方案")
    hand.fill("system", "OA")
    hand.put("decision", left + 560, lower)
    hand.rename("同意?")
    hand.put("step", left + 720, upper, "答复客户")
    hand.connect("bpmn:StartEvent", "接收投诉")
    hand.connect("接收投诉", "审批方案")
    hand.connect("审批方案", "同意?")
    hand.connect("同意?", "答复客户", "是")
    hand.connect("同意?", "接收投诉", "否")
    hand.connect("答复客户", "bpmn:EndEvent")
    saved(page)
    picture(page, "canvas-drawn-by-mouse")


def lanes(page):
    return page.evaluate(
        """() => document.querySelector("map-canvas").modeler.get("elementRegistry")
        .filter((one) => one.type === "bpmn:Lane").sort((a, b) => a.y - b.y).map((one) => one.id)"""
    )


def cut(page):
    """The line from start to end that an empty map has."""
    page.locator("[data-element]").select_option(label="开始 · 未命名")
    page.locator(".canvas__ways button").click()


def type_in(page, process_map):
    page.goto(reverse("processes:edit_table", args=[process_map.pk]))
    for cell, words in {
        "name": ("接收投诉", "审批方案", "答复客户"),
        "position": ("客服专员", "客服主管", "客服专员"),
        "system": ("", "OA"),
        "touch": ("5",),
        "waiting": ("30",),
        "next": ("", "同意? 是 → 3; 否 → 1"),
    }.items():
        page.locator(f"[data-cell={cell}] input").first.focus()
        for said in words:
            page.keyboard.type(said)
            page.keyboard.press("Enter")  # one row down
    page.locator("[data-cell=value] select").first.focus()
    page.locator("[data-cell=value] select").first.select_option("va")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/mapping/")


def same_named(process_map):
    """The map without its drawing and without what names nothing: every id says what it stands for."""
    document = Document.parse(fresh(process_map).xml)
    root = document.root
    for diagram in root.findall(q("bpmndi", "BPMNDiagram")):
        root.remove(diagram)
    names = {}
    for element in [*document.elements(), *document.lane_elements()]:
        names[element.get("id")] = f"{local(element)}:{element.get('name', '')}"
    for flow in document.flows():
        ends = [names[flow.get(end)] for end in ("sourceRef", "targetRef")]
        names[flow.get("id")] = f"flow:{ends}"
    for element in root.iter(etree.Element):
        for name in {"id", "sourceRef", "targetRef"} & set(element.attrib):
            element.set(name, names.get(element.get(name), element.get(name)))
        element.text = names.get((element.text or "").strip(), element.text)
        element.attrib.pop("step", None)
    in_order(document)
    for named in (document.process, document.participant):
        named.set("name", "")
    return read(etree.tostring(root))


def in_order(document):
    """Order of the activities is compared in the table."""
    for part in (document.process, *document.process.iter(q("bpmn", "laneSet"), q("bpmn", "lane"))):
        part[:] = sorted(part, key=lambda one: (one.tag, one.get("id", ""), one.text or ""))
    for node in document.process:
        if is_bpmn(node, *NODES):
            node[:] = sorted(node, key=lambda one: (one.tag, one.text or ""))
