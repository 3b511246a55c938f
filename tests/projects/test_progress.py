"""What the project page says of a stage that is over: what it ended with, never a dash."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from pilots.enums import PilotDecision
from projects.enums import STAGES, Stage
from projects.stages import panel_for
from tests.factories import pilots, reviews, training
from tests.factories.optimization import an_adopted_project

pytestmark = pytest.mark.django_db


def said(stage, project):
    with translation.override("en"):
        return panel_for(stage).progress([project.pk]).get(project.pk)


def test_optimization_ends_with_its_decisions():
    assert "activities decided" in said(Stage.OPTIMIZATION, an_adopted_project())


def test_a_review_that_is_over_says_that_it_passed_and_how_much_was_said():
    round_ = reviews.an_open_round()
    assert said(Stage.REVIEW, round_.project) == "0 of 4 seats"
    reviews.a_comment(reviews.seat_of(round_, "business"))
    reviews.hand_in_all(round_)
    assert said(Stage.REVIEW, reviews.an_approved_version().project) == "passed without comments"


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (PilotDecision.ADOPT, "adopted as it is · 0 problems"),
        (PilotDecision.ADOPT_WITH_CHANGES, "adopted with changes · 0 problems"),
        (PilotDecision.ABANDON, "abandoned · 0 problems"),
    ],
)
def test_a_pilot_that_is_over_says_how(decision, words):
    pilot = pilots.conclude(pilots.a_ripe_pilot(), decision)
    assert said(Stage.PILOT, pilot.project) == words


def test_a_release_that_is_over_says_since_when_it_holds():
    release = training.in_force(training.a_released_version())
    assert said(Stage.RELEASE, release.project).startswith("in force since 1 Apr")


def test_progress_of_a_finished_project_leaves_no_stage_unsaid():
    release = training.in_force(training.a_released_version())
    late = [Stage.DRAFTING, Stage.REVIEW, Stage.PILOT, Stage.RELEASE]
    assert all(said(stage, release.project) for stage in late)


def test_a_board_costs_the_same_for_one_project_and_for_three():
    ids = [training.in_force(training.a_released_version()).project_id for _n in range(3)]
    for stage in STAGES:
        costs = []
        for some in (ids[:1], ids):
            with CaptureQueriesContext(connection) as asked:
                panel_for(stage).progress(some)
            costs.append(len(asked))
        assert costs[0] == costs[1] <= 2, stage
