"""The page of a seat in Chromium."""

import pytest
from django.urls import reverse

from reviews.enums import SeatKind
from tests.factories.reviews import an_open_round, seat_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

# drafts.js waits for the end of the typing.
KEPT = """() => new Promise((done) => {
  const look = () => (Object.keys(sessionStorage).some((key) => key.startsWith("draft:"))
    ? done() : requestAnimationFrame(look));
  look();
})"""


def test_a_refused_hand_in_does_not_lose_the_checklist_beside_it(page_for):
    seat = seat_of(an_open_round(), SeatKind.FRONTLINE)
    page = page_for(seat.holder)
    page.goto(reverse("reviews:seat", args=[seat.pk]))
    answer = page.locator("[name=doable][value=yes]")
    answer.check()
    page.evaluate(KEPT)
    page.locator("[name=verdict]").first.check()
    page.locator("[name=password]").fill("not-mine-42")
    page.get_by_role("button", name="提交评审意见").click()
    page.wait_for_url("**/hand-in/")
    assert not answer.is_checked()
    page.get_by_role("button", name="恢复").click()
    assert answer.is_checked()
