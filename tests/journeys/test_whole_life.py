"""One complaint-handling SOP from its charter to a passed exam, in Chromium, through forms only."""

import pytest

from tests.journeys.cast import Play, a_company
from tests.journeys.stages import (
    charter,
    drafting,
    learning,
    mapping,
    optimization,
    pilot,
    release,
    review,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def play(browser_context):
    playing = Play(browser_context, a_company())
    yield playing
    playing.end()


def test_one_sop_goes_through_all_seven_stages(play):
    play_charter(play)
    play_mapping(play)
    play_optimization(play)
    play_drafting(play)
    play_review(play)
    play_pilot(play)
    play_release(play)
    play_learning(play)


def play_charter(play):
    charter.open_project(play)
    charter.fill_in(play)
    charter.sign(play)


def play_mapping(play):
    mapping.draw_the_map(play)
    mapping.write_down_findings(play)
    mapping.complete(play)


def play_optimization(play):
    optimization.decide(play)
    optimization.draw_the_branch(play)
    optimization.mark_the_control_point(play)
    optimization.agree_on_handovers(play)
    optimization.share_out_responsibility(play)
    optimization.adopt(play)


def play_drafting(play):
    drafting.begin(play)
    drafting.write(play)
    drafting.submit(play)


def play_review(play):
    review.hand_in_all(play)
    review.revise(play)
    review.sign(play)


def play_pilot(play):
    pilot.start(play)
    pilot.take_part(play)
    pilot.cannot_be_adopted_yet(play)
    play.pass_days(15)
    pilot.enter_figures(play)
    pilot.adopt(play)


def play_release(play):
    release.prepare(play)
    release.publish(play)
    release.read_ahead(play)
    release.the_day_comes(play)


def play_learning(play):
    learning.hold_the_training(play)
    learning.sit_the_exam(play)
    learning.ask_and_answer(play)
    learning.enter_the_month(play)
