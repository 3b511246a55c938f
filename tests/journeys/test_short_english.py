"""The short way, in English on a phone: somebody reads a released SOP, is trained, sits the exam."""

import pytest
import time_machine

from tests.factories import training as make
from tests.journeys.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RIGHT = {
    "多久之内首次联系客户？": ["10 分钟"],
    "收到投诉先做什么？": ["登记工单", "首次联系客户"],
    "门店投诉也按本 SOP 处理。": ["错误"],
}


@pytest.fixture
def release():
    with time_machine.travel(make.TAUGHT_AT, tick=True):
        yield make.a_released_version(readers=2)


@pytest.fixture
def desk(page_for, release):
    reader = release.readers[0]
    type(reader).objects.filter(pk=reader.pk).update(language="en")
    page = page_for(width="phone", language="en-GB")
    return Desk(page, reader, language="en").sign_in()


def test_reader_and_trainee_in_english_on_a_phone(desk, release):
    sop = release.version.sop_id
    desk.go("training:mine").reads("to read", "after the training").lacks("Sit the exam")
    desk.go("sops:read", sop).reads("comes into force on 1 Apr 2026", "Ask a question")
    desk.press("I have read and understood it").reads("Noted").picture("en-reading")

    make.teach(release)
    _fail_once(desk)
    _pass(desk)

    desk.go("sops:read", sop).follow("Ask a question")
    desk.save("Send the question", text="Who covers the night shift?", within="main")
    desk.reads("Who covers the night shift?", "waits for an answer").picture("en-question")

    desk.page.context.clear_cookies()
    with time_machine.travel(make.ON_THE_DAY, tick=True):
        make.in_force(release)
        desk.sign_in().go("sops:read", sop).reads("in force since 1 Apr 2026").misses(
            "comes into force"
        )
        desk.go("training:mine").reads("passed").picture("en-passed")


def _fail_once(desk):
    """Nothing answered, nothing passed; what was missed leads to its step, not to the answer."""
    desk.go("training:mine").follow("Sit the exam", exact=False)
    desk.reads("Closed book").press_and_confirm("Begin the exam")
    for _question in range(2):
        desk.press("Next")
    desk.press("Check and hand in").reads("3 questions are unanswered.")
    desk.press("Hand in", within="main").reads("Not passed", "Read again", "1 attempt is left.")
    desk.misses("10 分钟").picture("en-not-passed")


def _pass(desk):
    desk.follow("To the next attempt").press_and_confirm("Begin the exam")
    for number in (1, 2, 3):
        for words in RIGHT[desk.page.locator("h1.question__text").inner_text()]:
            with desk.page.expect_response(lambda answer: "/save/" in answer.url):
                desk.page.locator("label.option").filter(has_text=words).click()
        desk.page.locator(".saveline--saved").wait_for()
        desk.press("Check and hand in" if number == 3 else "Next")
    desk.reads("All 3 questions are answered.").picture("en-hand-in")
    desk.press("Hand in", within="main").reads("Passed", "100").picture("en-result")
