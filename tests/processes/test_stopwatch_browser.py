"""The stopwatch in Chromium: a cycle by taps, without a network, through a reload, once on the server."""

import re

import pytest
from django.urls import reverse

from processes.models import Cycle
from tests.browser import accessible, picture
from tests.factories.evidence import TEXT, a_cycle, a_record, says_minutes, steps_of
from tests.factories.processes import a_mapped_project

pytestmark = pytest.mark.django_db(transaction=True)


def url(name, *args):
    return reverse(f"processes:{name}", args=args)


def kept(page):
    """How many cycles wait on the device."""
    return page.evaluate("""() => new Promise((resolve) => {
      const opening = indexedDB.open("sopman-stopwatch", 1);
      opening.onsuccess = () => {
        const count = opening.result.transaction("queue").objectStore("queue").count();
        count.onsuccess = () => resolve(count.result);
      };
    })""")


def test_a_cycle_survives_a_reload_and_a_lost_connection(page_for):
    project = a_mapped_project()
    one = a_record(project, "observation", text=TEXT)
    type(project.lead).objects.filter(pk=project.lead.pk).update(language="en")
    page = page_for(project.lead, width="phone")
    page.goto(url("stopwatch", one.pk))
    taps = page.locator("[data-tap]")

    page.get_by_role("button", name=re.compile("Start cycle")).press("Enter")
    page.keyboard.press("1")
    taps.nth(1).click()
    page.keyboard.press("z")
    assert taps.nth(0).get_attribute("aria-pressed") == "true"
    page.locator("[data-remark]").first.fill("找表")
    page.locator("[data-remark]").first.press("Tab")
    page.wait_for_timeout(100)  # the remark is on its way into the device's store
    page.reload()
    page.wait_for_selector("[data-tap][aria-pressed=true]")
    accessible(page)
    picture(page, "stopwatch-phone")

    page.context.set_offline(True)
    taps.nth(1).click()
    page.get_by_role("button", name=re.compile("Finish cycle")).click()
    page.get_by_text(re.compile("No connection")).wait_for()
    assert kept(page) == 1
    assert not Cycle.objects.exists()

    page.context.set_offline(False)
    page.get_by_text("Cycle saved").wait_for()
    laps = Cycle.objects.get().laps.all()
    assert [lap.step for lap in laps] == steps_of(project)[:2]
    assert laps[0].remark == "找表"
    assert kept(page) == 0


@pytest.mark.parametrize(
    ("width", "theme", "language"), [("desktop", "light", "zh-hans"), ("phone", "dark", "en")]
)
def test_every_page_of_evidence_is_accessible(page_for, width, theme, language):
    project = a_mapped_project()
    step = steps_of(project)[0]
    one, other = a_record(project), a_record(project, outsider="王强")
    says_minutes(one, step, 5)
    says_minutes(other, step, 12)
    observed = a_record(project, "observation", title="现场观察")
    a_cycle(observed)
    type(project.lead).objects.filter(pk=project.lead.pk).update(language=language)
    page = page_for(project.lead, width=width, theme=theme)

    for name, address in {
        "evidence-list": url("evidence_list", project.pk),
        "evidence": url("evidence", one.pk),
        "observation": url("evidence", observed.pk),
        "pin": url("add_pin", one.pk),
        "settle": url("settle", project.pk, step.pk, "touch"),
        "stopwatch": url("stopwatch", observed.pk),
        "finding": url("finding", project.findings.get().pk),
    }.items():
        page.goto(address)
        accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name} is {wide} px too wide"
        picture(page, f"ev-{name}-{width}-{theme}-{language}")
