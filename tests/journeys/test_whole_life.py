"""One complaint-handling SOP from its charter to a passed exam, in Chromium, through forms only."""

import pytest

from tests.journeys.cast import Play, a_company
from tests.journeys.stages import charter, drafting, mapping, optimization

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def play(browser_context):
    playing = Play(browser_context, a_company())
    yield playing
    playing.end()


def test_one_sop_goes_through_all_seven_stages(play):
    charter.open_project(play)
    charter.fill_in(play)
    charter.sign(play)

    mapping.draw_the_map(play)
    mapping.write_down_findings(play)
    mapping.complete(play)

    optimization.decide(play)
    optimization.draw_the_branch(play)
    optimization.mark_the_control_point(play)
    optimization.agree_on_handovers(play)
    optimization.share_out_responsibility(play)
    optimization.adopt(play)

    drafting.begin(play)
    drafting.write(play)
    drafting.submit(play)
