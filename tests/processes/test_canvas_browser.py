"""The canvas in Chromium: drawn by mouse and by keyboard, quiet, accessible, in both languages."""

import re

import pytest
from django.urls import reverse

from processes.importing.comparing import differences, read
from processes.models import Activity
from processes.queries.mapping import as_is_map
from tests.browser import accessible, picture
from tests.factories.processes import a_mapped_project, fresh

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
