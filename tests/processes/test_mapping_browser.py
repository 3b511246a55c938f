"""The pages of stage 2 in Chromium: usable by keyboard, accessible, quiet, in both languages."""

import re

import pytest
from django.urls import reverse

from processes.models import Activity, ProcessMap
from processes.queries.mapping import as_is_map
from tests.browser import accessible, picture
from tests.factories.people import a_position
from tests.factories.processes import a_mapped_project, step_called
from tests.factories.projects import a_signed_project

pytestmark = pytest.mark.django_db(transaction=True)

FACES = [("desktop", "light", "zh-hans"), ("phone", "dark", "en")]


def url(name, *args):
    return reverse(f"processes:{name}", args=args)


@pytest.mark.parametrize(("width", "theme", "language"), FACES)
def test_every_page_of_the_mapping_is_accessible(page_for, width, theme, language):
    project = a_mapped_project()
    process_map = as_is_map(project)
    step = step_called(process_map, "审批处理方案").pk
    type(project.lead).objects.filter(pk=project.lead.pk).update(language=language)
    page = page_for(project.lead, width=width, theme=theme)

    for name, address in {
        "mapping": url("mapping", project.pk),
        "step-table": url("edit_table", process_map.pk),
        "activity": url("edit_activity", process_map.pk, step),
        "branches": url("edit_branches", process_map.pk, step),
        "finding": url("finding", project.findings.get().pk),
        "add-finding": url("add_finding", project.pk),
        "step": url("step", step),
    }.items():
        page.goto(address)
        if name == "mapping":
            page.locator(".disclose summary").first.click()
        accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name} is {wide} px too wide"
        picture(page, f"{name}-{width}-{theme}-{language}")


def test_a_process_is_mapped_by_keyboard_from_nothing(page_for):
    project = a_signed_project()
    a_position("客服专员", department=project.owning_department)
    page = page_for(project.lead)

    page.goto(url("mapping", project.pk))
    page.get_by_role("button", name=re.compile("填写流程环节")).press("Enter")
    page.wait_for_url("**/table/")
    page.locator("[data-cell=name] input").first.focus()
    for name in ("接收投诉", "核实情况", "答复客户"):
        page.keyboard.type(name)
        page.keyboard.press("Enter")  # one row down, the form is not sent
    page.keyboard.press("Control+Home")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.type("2h")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/mapping/")

    names = Activity.objects.order_by("order").values_list("name", flat=True)
    assert list(names) == ["接收投诉", "核实情况", "答复客户"]
    assert page.locator("svg.bpmn").count() == 1
    page.get_by_role("link", name="“核实情况”之后的分支").press("Enter")
    page.wait_for_url("**/branches/")
    page.locator("[name=branch-0-condition]").fill("属实")
    page.locator("[name=branch-0-target]").select_option(label="3. 答复客户")
    page.get_by_role("button", name="新增分支").press("Enter")
    page.locator("[name=branch-1-condition]").fill("不清楚")
    page.locator("[name=branch-1-target]").select_option(label="1. 接收投诉")
    page.get_by_role("button", name="保存分支").press("Enter")
    page.wait_for_url("**/mapping/**")
    assert "不清楚" in page.locator("svg.bpmn").text_content()
    assert ProcessMap.objects.get().revision == 2


def test_a_row_is_removed_in_a_dialog_that_says_what_hangs_on_it(page_for):
    project = a_mapped_project()
    page = page_for(project.lead)

    page.goto(url("mapping", project.pk))
    page.get_by_role("link", name="移除“重新录入CRM”").click()
    dialog = page.get_by_role("dialog")
    assert "P01" in dialog.inner_text()
    dialog.get_by_role("button", name="移除流程环节").click()
    page.wait_for_url("**/mapping/**")
    page.get_by_text("流程环节已移除。").wait_for()

    assert not Activity.objects.filter(name="重新录入CRM").exists()


def test_the_pages_work_without_scripts(browser_context):
    project = a_mapped_project()
    page = browser_context(project.lead, java_script_enabled=False).new_page()

    page.goto(url("mapping", project.pk))
    page.get_by_role("link", name="新增环节").click()
    page.locator("[name=name]").fill("核对订单")
    page.get_by_role("button", name="保存流程环节").click()

    assert Activity.objects.filter(name="核对订单").exists()
