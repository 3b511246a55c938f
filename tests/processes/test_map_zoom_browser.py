"""The drawn map is zoomed and moved by keys and mouse, and catches nobody."""

import pytest
from django.urls import reverse

from tests.browser import picture
from tests.factories.processes import a_mapped_project

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_map_is_zoomed_by_keys_and_dragged_by_the_mouse(page_for):
    project = a_mapped_project()
    page = page_for(project.lead, theme="dark")
    page.goto(reverse("processes:mapping", args=[project.pk]))
    frame = page.locator(".map__scroll").first
    wide = "(frame) => frame.querySelector('svg').getBoundingClientRect().width"

    frame.focus()
    page.keyboard.press("0")
    fitted = frame.evaluate(wide)
    for _n in range(4):
        page.keyboard.press("+")
    assert frame.evaluate(wide) > 1.2 * fitted
    before = frame.evaluate("(frame) => frame.scrollLeft")
    page.keyboard.press("ArrowRight")
    assert frame.evaluate("(frame) => frame.scrollLeft") > before

    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 60)
    page.mouse.up()
    assert frame.evaluate("(frame) => frame.scrollLeft") > before + 100
    picture(page, "map-zoomed-dark")
    page.keyboard.press("Tab")
    assert not frame.evaluate("(frame) => frame.contains(document.activeElement)")
