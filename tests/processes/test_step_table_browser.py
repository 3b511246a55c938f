"""The step table in Chromium: a map with lanes, branches and parallel parts, by keyboard alone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from processes.bpmn import END, Document
from processes.models import ProcessMap
from processes.queries.mapping import as_is_map
from tests.browser import accessible, picture
from tests.factories.people import a_position
from tests.factories.processes import a_map, a_mapped_project
from tests.factories.projects import a_signed_project

pytestmark = pytest.mark.django_db(transaction=True)

FACES = [
    ("desktop", "light", "zh-hans"),
    ("desktop", "dark", "en"),
    ("phone", "dark", "zh-hans"),
    ("phone", "light", "en"),
]


def table(process_map):
    return reverse("processes:edit_table", args=[process_map.pk])


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def type_row(page, *cells):
    """From the first cell on; ends in the first cell of the next row."""
    for cell in cells:
        page.keyboard.type(cell)
        page.keyboard.press("Tab")
    press(page, "Shift+Tab", "Home")


def test_a_map_with_lanes_and_branches_is_made_by_keyboard_alone(page_for):
    project = a_signed_project()
    process_map = a_map(project)
    desk = a_position("客服专员", department=project.owning_department)
    head = a_position("客服主管", department=project.owning_department)
    page = page_for(project.lead)
    page.goto(table(process_map))

    page.locator("[data-cell=name] input").first.focus()
    for name in ("接收投诉", "核实情况", "查库存", "查物流", "汇总结论", "答复客户"):
        page.keyboard.type(name)
        page.keyboard.press("Enter")
    press(page, "Control+Home", "ArrowRight")
    page.keyboard.type(desk.code)
    press(page, "ArrowRight", "ArrowRight")
    page.keyboard.type("1.5 小时")
    press(page, "Enter", "ArrowLeft", "ArrowLeft")
    page.keyboard.type(head.name_zh)
    press(page, "Enter")
    page.keyboard.type("同左")  # given back
    press(page, "Escape", "Control+d", "ArrowDown", "Control+d")
    expect(page.locator("[data-cell=touch] input").first).to_have_value("90")
    to_next = ["ArrowRight"] * 6
    press(page, "Control+Home", "ArrowDown", "ArrowRight", *to_next)
    page.keyboard.type("并行 3, 4 汇合 5")
    press(page, "Enter")
    page.keyboard.type("→ 5")
    press(page, "Enter", "Enter")
    page.keyboard.type("是否属实？ 属实 → 6 80%; 不清楚 → 2 20%")
    press(page, "Enter", "Control+Home", "Control+Enter")
    page.keyboard.type("登记编号")  # all numbers behind it move on
    press(page, "Alt+ArrowUp", "Control+z", "Control+Delete", "Control+z")
    picture(page, "step-grid-keyboard")
    press(page, "Control+s")
    page.wait_for_url("**/mapping/")

    document = Document.parse(ProcessMap.objects.get().xml)
    rows = document.rows()
    by_name = {row.facts.name: row for row in rows}
    assert [row.facts.name for row in rows] == [
        "接收投诉", "登记编号", "核实情况", "查库存", "查物流", "汇总结论", "答复客户"
    ]  # fmt: skip
    assert {lane.name for lane in document.graph().lanes} >= {"客服专员", "客服主管"}
    assert [by_name[n].facts.position for n in ("接收投诉", "核实情况", "查库存", "查物流")] == [
        desk.pk, head.pk, head.pk, head.pk
    ]  # fmt: skip
    assert by_name["接收投诉"].facts.touch == 90
    fork, ask = by_name["核实情况"], by_name["汇总结论"]
    assert fork.is_fork
    assert [b.target for b in fork.branches] == [
        by_name["查库存"].element_id, by_name["查物流"].element_id
    ]  # fmt: skip
    assert ask.waits
    assert [(b.condition, b.target, b.share) for b in ask.branches] == [
        ("属实", by_name["答复客户"].element_id, 80),
        ("不清楚", fork.element_id, 20),
    ]
    assert by_name["答复客户"].branches in ((), (END,))


@pytest.mark.parametrize(("width", "theme", "language"), FACES)
def test_the_grid_is_accessible_in_all_its_states(page_for, width, theme, language):
    project = a_mapped_project()
    process_map = as_is_map(project)
    type(project.lead).objects.filter(pk=project.lead.pk).update(language=language)
    page = page_for(project.lead, width=width, theme=theme)
    face = f"{width}-{theme}-{language}"

    page.goto(table(process_map))
    accessible(page)
    picture(page, f"step-grid-{face}")
    page.locator("[data-cell=next] input").nth(2).focus()
    page.locator("[data-act=branches]").click()
    accessible(page)
    picture(page, f"step-grid-branches-{face}")
    page.locator("dialog[open] [data-close]").click()
    page.locator("[data-cell=position] input").first.fill("客服")
    page.locator("[data-cell=touch] input").first.fill("4800")
    page.locator("[data-cell=system] input").first.focus()
    page.locator("[data-unknown]").wait_for()
    page.locator(".stepgrid__history summary").click()
    accessible(page)
    picture(page, f"step-grid-unknown-{face}")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    page.locator("[data-cell=name] input").first.fill("")
    page.locator(".savebar .btn--main").click()
    page.locator(".notice--bad").first.wait_for()
    accessible(page)
    picture(page, f"step-grid-refused-{face}")


EXCEL = (
    "<table><tr><td>序号</td><td>工序</td><td>岗位</td><td>等待时间（小时）</td><td>下一步</td></tr>"
    "<tr><td>10</td><td>收件<br>登记</td><td>客服 专员</td><td>1.5</td><td></td></tr>"
    "<tr><td>20</td><td>审核</td><td>审核岗</td><td>2</td><td>通过→30;退回→10</td></tr>"
    "<tr><td>30</td><td>归档</td><td>客服专员</td><td>0.5</td><td></td></tr></table>"
)


def test_a_table_from_excel_is_shown_before_it_is_pasted(page_for):
    project = a_mapped_project()
    process_map = as_is_map(project)
    page = page_for(project.lead)
    page.goto(table(process_map))
    count = page.locator(".stepgrid tbody tr").count()

    page.locator("[data-cell=name] input").nth(1).focus()
    page.evaluate(
        """html => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.setData("text/plain", "x\\ty");
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {
                clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        EXCEL,
    )
    dialog = page.locator("dialog[data-paste][open]")
    dialog.wait_for()
    accessible(page)
    picture(page, "step-grid-paste")
    assert page.locator(".stepgrid tbody tr").count() == count  # nothing came yet
    dialog.locator("[data-paste-insert]").click()
    page.locator("[data-unknown]").wait_for()

    names = page.locator("[data-cell=name] input").evaluate_all("all => all.map(one => one.value)")
    assert names[2:5] == ["收件 登记", "审核", "归档"]
    assert page.locator("[data-cell=waiting] input").nth(2).input_value() == "90"
    assert page.locator("[data-cell=next] input").nth(3).input_value() == "通过 → 5; 退回 → 3"
    page.locator("[data-unknown] [data-keep=yes]").click()
    page.keyboard.press("Control+s")
    page.locator("[data-cell=name] input").first.focus()
    page.keyboard.press("Control+s")
    page.wait_for_url("**/mapping/")
    rows = Document.parse(ProcessMap.objects.get().xml).rows()
    assert [row.facts.position_name for row in rows[2:5]] == ["客服专员", "审核岗", "客服专员"]
