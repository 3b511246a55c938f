"""A release that was called off: nothing about it is written any more, whatever the page still shows."""

from datetime import timedelta

import pytest

from projects.actions import cancel
from sopman.audit.models import Event
from sopman.core.errors import Refused
from tests.factories import training as make
from training import actions
from training.enums import QuestionKind
from training.models import Question, Session

pytestmark = pytest.mark.django_db
AT = make.TAUGHT_AT
WORDS = {"kind": QuestionKind.SINGLE, "text": "?", "options": make.SINGLE}
EXAM = {"minutes": 30, "pass_mark": 60, "question_count": 3, "attempts_allowed": 2}


@pytest.fixture
def release():
    """As it was when the page was opened: released, with a session planned."""
    release = make.a_released_version()
    lead = release.project.lead
    release.session = actions.plan_session(
        release, starts_at=AT, place="三号会议室", trainer=lead, actor=lead, at=AT
    )
    release.question = release.questions.first()
    cancel(release.project, reason="业务取消", actor=lead, at=AT)
    return release


@pytest.mark.parametrize(
    "write",
    [
        lambda release, **by: actions.set_exam(release, **EXAM, **by),
        lambda release, **by: actions.write_question(release, **WORDS, **by),
        lambda release, **by: actions.change_question(release.question, **WORDS, **by),
        lambda release, **by: actions.retire_question(release.question, **by),
        lambda release, **by: actions.plan_session(
            release, starts_at=AT, place="?", trainer=release.project.lead, **by
        ),
        lambda release, **by: actions.hold_session(release.session, contents=make.CONTENTS, **by),
        lambda release, **by: actions.record_attendance(
            release.session, people=release.readers, **by
        ),
        actions.remind_readers,
        lambda release, **by: actions.set_group(
            release, group_name="?", consultant=release.project.lead, **by
        ),
    ],
)
def test_nothing_is_written_about_it(release, write):
    before = Event.objects.count(), Question.objects.count(), Session.objects.count()

    with pytest.raises(Refused, match="called off"):
        write(release, actor=release.project.lead, at=AT + timedelta(hours=1))

    assert (Event.objects.count(), Question.objects.count(), Session.objects.count()) == before
