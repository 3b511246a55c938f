"""The canvas in Chromium: drawn by mouse and by keyboard, quiet, accessible, in both languages."""

import re

import pytest
from django.urls import reverse

from processes.importing.comparing import differences, read
from processes.models import Activity, Flow
from processes.queries.mapping import as_is_map
from projects.actions import add_member
from projects.enums import MemberRole
from tests.browser import accessible, picture
from tests.factories.people import a_user
from tests.factories.processes import a_mapped_project, fresh
from tests.factories.projects import NOON

pytestmark = pytest.mark.django_db(transaction=True)


def opened(page, process_map):
    page.goto(reverse("processes:canvas", args=[process_map.pk]))
    page.locator("map-canvas[data-ready]").wait_for()
    return page


def saved(page):
    page.locator("[data-save]").click()
    page.locator("[data-state][data-tone=ok]").wait_for()


def untranslated(page):
    """English words that bpmn-js shows: in the menu beside an element and in what it opens."""
    page.locator(".djs-context-pad .entry[data-action=replace]").click()
    page.locator(".djs-popup").wait_for()
    words = page.evaluate(
        """[...document.querySelectorAll("[data-sheet] :is([title], [aria-label], .djs-popup *)")]
        .flatMap((one) => [one.getAttribute("title"), one.getAttribute("aria-label"),
            one.children.length ? "" : one.textContent])"""
    )
    page.keyboard.press("Escape")
    return [
        word
        for word in words
        if word and re.search("[A-Za-z]{4}", word) and word != "Powered by bpmn.io"
    ]


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_the_canvas_is_accessible_and_quiet(page_for, theme, language):
    project = a_mapped_project()
    type(project.lead).objects.filter(pk=project.lead.pk).update(language=language)
    page = opened(page_for(project.lead, theme=theme), as_is_map(project))

    picture(page, f"canvas-{theme}-{language}")
    step = Activity.objects.get(name="审批处理方案")
    page.locator("[data-element]").select_option(step.element_id)
    accessible(page)
    picture(page, f"canvas-selected-{theme}-{language}")
    if language == "zh-hans":
        assert untranslated(page) == []


def test_a_map_is_changed_in_the_panel_and_saved(page_for):
    project = a_mapped_project()
    process_map = as_is_map(project)
    page = opened(page_for(project.lead), process_map)
    row = Activity.objects.get(name="接收投诉")

    page.locator("[data-element]").select_option(row.element_id)
    page.locator("[name=element-name]").fill("登记投诉")
    page.locator("[name=element-touch_minutes]").fill("7.5")
    page.locator("[name=element-notes]").fill("电话也算")
    saved(page)

    after = Activity.objects.get(map=process_map, step=row.step_id)
    assert (after.name, after.touch_minutes, after.notes) == ("登记投诉", 7.5, "电话也算")
    assert fresh(process_map).revision == process_map.revision + 1


def test_a_map_that_nobody_touched_comes_back_as_it_was(page_for):
    """Also what our own model and other tools say beside what the canvas knows."""
    project = a_mapped_project()
    process_map = as_is_map(project)
    process_map.xml = process_map.xml.replace(
        "<sop:activity ", '<sop:activity tomorrow="x" xmlns:o="urn:o" o:owner="QA" ', 1
    ).replace("</bpmn:task>", "<bpmn:ioSpecification/></bpmn:task>", 1)
    process_map.save()
    page = opened(page_for(project.lead), process_map)

    saved(page)

    assert differences(read(process_map.xml), read(fresh(process_map).xml)) == []
    assert fresh(process_map).revision == process_map.revision


def test_two_people_on_one_map_lose_nothing(page_for):
    project = a_mapped_project()
    other = a_user("陈晓")
    add_member(project, user=other, role=MemberRole.BUSINESS_BACKBONE, actor=project.lead, at=NOON)
    process_map = as_is_map(project)
    row = Activity.objects.get(name="接收投诉")
    first, second = opened(page_for(project.lead), process_map), page_for(other)
    opened(second, process_map)
    second.locator("[data-others]").get_by_text(str(project.lead)).wait_for()

    for page, name, touch in ((first, "受理投诉", "6"), (second, "登记投诉", None)):
        page.locator("[data-element]").select_option(row.element_id)
        page.locator("[name=element-name]").fill(name)
        if touch:
            page.locator("[name=element-touch_minutes]").fill(touch)
    saved(first)
    second.locator("[data-save]").click()
    dialog = second.get_by_role("dialog")
    dialog.get_by_text("登记投诉").first.wait_for()
    accessible(second)
    picture(second, "canvas-together")
    dialog.get_by_label(re.compile("您的.*登记投诉")).check()
    dialog.get_by_role("button", name="合并并保存").click()
    second.locator("[data-state][data-tone=ok]").wait_for()

    after = Activity.objects.get(map=process_map, step=row.step_id)
    assert (after.name, after.touch_minutes) == ("登记投诉", 6)


def test_unsaved_work_outlives_a_reload(page_for):
    project = a_mapped_project()
    process_map = as_is_map(project)
    page = opened(page_for(project.lead), process_map)
    page.on("dialog", lambda dialog: dialog.accept())
    row = Activity.objects.get(name="接收投诉")
    page.locator("[data-element]").select_option(row.element_id)
    page.locator("[name=element-name]").fill("登记投诉")
    page.locator("[name=element-name]").press("Tab")
    page.locator("[data-state][data-kept]").wait_for()

    page.reload()
    page.locator("map-canvas[data-ready]").wait_for()
    page.get_by_role("button", name="恢复").click()
    saved(page)

    assert Activity.objects.get(map=process_map, step=row.step_id).name == "登记投诉"
    assert page.evaluate("localStorage.length") == 0


def test_a_map_is_drawn_by_keyboard(page_for):
    project = a_mapped_project()
    process_map = as_is_map(project)
    page = opened(page_for(project.lead), process_map)
    row = Activity.objects.get(name="答复客户")

    page.locator("[data-element]").focus()
    page.locator("[data-element]").select_option(row.element_id)
    page.locator("[data-shape=step]").press("Enter")
    page.keyboard.type("归档")
    page.keyboard.press("Tab")
    page.locator("[data-act=undo]").press("Enter")
    page.locator("[data-act=redo]").press("Enter")
    page.locator("[data-target]").select_option(label="结束 · 未命名")
    page.locator("[data-connect]").press("Enter")
    saved(page)

    made = Activity.objects.get(map=process_map, name="归档")
    ways = Flow.objects.filter(map=process_map, source_element=row.element_id)
    assert made.element_id in ways.values_list("target_element", flat=True)
    assert Flow.objects.filter(map=process_map, source_element=made.element_id).count() == 1


def test_a_copy_is_a_step_of_its_own(page_for):
    project = a_mapped_project()
    process_map = as_is_map(project)
    page = opened(page_for(project.lead), process_map)
    row = Activity.objects.get(name="重新录入CRM")

    page.evaluate(
        """id => { const modeler = document.querySelector("map-canvas").modeler;
        const one = modeler.get("elementRegistry").get(id);
        modeler.get("copyPaste").copy([one]);
        modeler.get("copyPaste").paste({ element: one.parent, point: { x: one.x + 60, y: one.y + 300 } }); }""",
        row.element_id,
    )
    saved(page)

    copies = Activity.objects.filter(map=process_map, name="重新录入CRM")
    assert copies.count() == 2
    assert len(set(copies.values_list("step_id", flat=True))) == 2
    assert copies.get(element_id=row.element_id).step_id == row.step_id


def test_a_phone_is_shown_the_way_to_the_table(page_for):
    project = a_mapped_project()
    process_map = as_is_map(project)
    page = page_for(project.lead, width="phone")
    page.goto(reverse("processes:canvas", args=[process_map.pk]))

    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    picture(page, "canvas-phone")
    page.get_by_role("link", name="打开环节表").click()
    page.wait_for_url("**/table/")
