"""Every page type of the stages: axe finds nothing, nothing scrolls sideways, the keyboard is enough.

The pages of people, settings, mapping, drafting and the ground have their own tests beside them.
"""

import pytest
import time_machine

from tests.browser import accessible, picture
from tests.factories.training import TAUGHT_AT
from tests.journeys import worlds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FACES = {"desktop": ("light", "zh-hans"), "phone": ("dark", "en")}
WORLDS = [
    worlds.charter, worlds.optimization, worlds.review, worlds.pilot, worlds.release, worlds.learning,
]  # fmt: skip
TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  return wide > 0 ? wide : 0;
}"""
# What has the focus shows it: a ring, or a border or ground that the same element lacks without it.
FOCUS = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const ring = (e) => { const s = getComputedStyle(e); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 || s.boxShadow !== "none"; };
  const shown = ring(one) || (one.closest("label") && ring(one.closest("label")));
  return { what: one.outerHTML.slice(0, 120), shown };
}"""


@pytest.fixture
def in_march():
    with time_machine.travel(TAUGHT_AT, tick=True):
        yield


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.__name__)
def test_every_page_is_accessible_and_fits_the_phone(page_for, watch, in_march, world):
    pages = world()
    watch.allow(404)
    found = []
    for width, (theme, language) in FACES.items():
        desks = {}
        for person, name, address in pages:
            if person.pk not in desks:
                type(person).objects.filter(pk=person.pk).update(language=language)
                desks[person.pk] = page_for(person, width=width, theme=theme)
            found += _faults(desks[person.pk], name, address, width)
        for page in desks.values():
            page.context.close()
    assert not found, "\n\n".join(found)


def _faults(page, name, address, width):
    answer = page.goto(address)
    where, found = f"{name} ({width})", []
    if answer.status not in (200, 409) and name != "404":
        found.append(f"{where} answers {answer.status}")
    if too_wide := page.evaluate(TOO_WIDE):
        found.append(f"{where} is {too_wide} px too wide")
    try:
        accessible(page)
    except AssertionError as fault:
        found.append(f"{where}: {fault}")
    picture(page, f"page-{name.replace(':', '-').replace(' ', '-')}-{width}")
    return found


def test_the_keyboard_is_enough(page_for, in_march):
    """The first Tab offers to skip the menu; whatever has the focus shows it."""
    person, _name, address = worlds.charter()[5]
    page = page_for(person)
    page.goto(address)
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("one => one === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    unseen = []
    for _stop in range(40):
        page.keyboard.press("Tab")
        told = page.evaluate(FOCUS)
        if told and not told["shown"]:
            unseen.append(told["what"])
    assert not unseen, "\n".join(unseen)
    page.goto(address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#content') !== null")
