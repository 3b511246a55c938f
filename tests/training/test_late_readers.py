"""Who comes under the distribution after the release has working days from then on."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sopman.workdays.queries import calendar
from sopman.worklist import items_for
from tests.factories import training as make
from tests.factories.people import a_position, a_user, an_appointment
from training import actions
from training.queries import learning_of

pytestmark = pytest.mark.django_db
LONG_AFTER = datetime(2026, 5, 11, 4, 0, tzinfo=UTC)  # a Monday, weeks after the effective date
JOINED_ON = LONG_AFTER.date()


@pytest.fixture
def release():
    release = make.in_force(make.a_released_version())
    release.position = release.positions.get()
    return release


def due(person, at=LONG_AFTER):
    one = learning_of(person, at=at)[0]
    return one.next_step.due_at


def test_a_reader_of_the_first_hour_is_due_at_the_effective_date(release):
    at = make.ON_THE_DAY
    assert due(make_reader(release), at) == calendar().end_of(make.EFFECTIVE_ON)


def make_reader(release):
    return a_user(position=release.position)  # has held it for long


def test_a_new_hire_is_not_overdue_at_once(release):
    person = a_user()
    an_appointment(person, release.position, from_on=JOINED_ON)

    days = calendar()
    had = days.between(make.PLANNED_AT.date(), make.EFFECTIVE_ON)
    assert due(person) == days.end_of(days.add(JOINED_ON, max(had, 3)))
    assert all(item.due_at > LONG_AFTER for item in items_for(person, LONG_AFTER) if item.due_at)


def test_a_position_added_later_has_its_days_from_then(release):
    position = a_position()
    person = a_user(position=position)
    actions.set_distribution(
        release, positions=[release.position, position], actor=release.project.lead, at=LONG_AFTER
    )

    assert due(person) > LONG_AFTER
    assert due(person).date() > JOINED_ON + timedelta(days=2)


def test_who_stands_on_the_list_twice_counts_from_the_earlier_day(release):
    person = make_reader(release)
    an_appointment(person, a_position(), from_on=JOINED_ON, is_primary=False)
    second = person.appointments.get(from_on=JOINED_ON).position
    actions.set_distribution(
        release, positions=[release.position, second], actor=release.project.lead, at=LONG_AFTER
    )
    assert due(person).date() <= date(2026, 4, 1) + timedelta(days=1)


def test_added_before_the_release_is_not_late(release):
    person = a_user()
    an_appointment(person, release.position, from_on=make.PLANNED_AT.date())
    assert due(person) == calendar().end_of(make.EFFECTIVE_ON)
