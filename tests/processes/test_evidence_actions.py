"""Evidence: records with consent, pins, contradictions, cycles, and minutes on the map."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import translation

from processes import actions
from processes.bpmn import Document, Source
from processes.enums import MapKind
from processes.models import Activity, Cycle, EvidenceRecord, Pin, Recording
from processes.queries.evidence import measured_in, questions_in
from processes.queries.mapping import as_is_map
from processes.thread import blocks_of
from sopman.audit.models import Event
from sopman.core.errors import Refused
from sopman.files.queries import attachments_of
from tests.factories import ground
from tests.factories.evidence import TEXT, a_cycle, a_pin, a_record, says_minutes, steps_of
from tests.factories.people import a_position, a_user
from tests.factories.processes import a_finding, a_mapped_project
from tests.factories.projects import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def project():
    return a_mapped_project()


def by(project, **more):
    return {"actor": project.lead, "at": LATER} | more


def facts(**changed):
    return {"title": "访谈", "happened_on": NOON.date(), "outsider": "李敏", "text": TEXT} | changed


# Records and consent


def test_records_are_numbered_and_say_who_where_and_when(project):
    first = a_record(project, place="一楼客服台")
    second = a_record(project, "document", title="登记表", outsider="")

    assert (first.code, second.code) == ("E01", "E02")
    assert Event.objects.filter(code="processes.evidence.added").count() == 2


def test_a_form_sent_twice_makes_one_record(project):
    key = uuid.uuid4()
    assert a_record(project, key=key) == a_record(project, key=key)
    assert EvidenceRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": " "}, "what the record is about"),
        ({"outsider": ""}, "person who was interviewed"),
        ({"happened_on": NOON.date() + timedelta(days=2)}, "in the future"),
        ({"consent_by": "李敏"}, "by whom and on which day"),
        ({"consent_on": NOON.date()}, "by whom and on which day"),
    ],
)
def test_a_record_that_says_too_little_is_refused(project, english, changed, said):
    with pytest.raises(Refused, match=said):
        a_record(project, **changed)


def test_a_person_of_us_or_one_from_outside(project, english):
    with pytest.raises(Refused, match="Name one person"):
        a_record(project, person=a_user())
    one = a_record(project)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceRecord.objects.filter(pk=one.pk).update(person=a_user())


def test_an_outsider_of_the_project_writes_nothing(project):
    with pytest.raises(PermissionDenied):
        a_record(project, actor=a_user())


def test_a_stale_edit_is_refused(project, english):
    one = a_record(project)
    actions.edit_record(one, **by(project), seen_revision=0, **facts(title="新"))
    with pytest.raises(Refused, match="changed this meanwhile"):
        actions.edit_record(one, **by(project), seen_revision=0, **facts(title="旧"))


def test_without_consent_no_recording(project, english):
    one = a_record(project)
    with pytest.raises(Refused, match="Without consent no recording"):
        actions.attach_file(one, upload=ground.a_recording(), **by(project))

    actions.edit_record(one, **by(project), **facts(consent_by="李敏", consent_on=NOON.date()))
    actions.attach_file(one, upload=ground.a_recording(), **by(project))

    assert attachments_of(Recording.objects.get(record=one)).count() == 1
    with pytest.raises(Refused, match="remove it before the consent"):
        actions.edit_record(one, **by(project), **facts())


def test_a_recording_is_heard_by_the_team_the_person_and_auditors(project):
    speaker, head = a_user(), project.owning_department.head
    given = {"person": speaker, "outsider": "", "consent_by": "李敏", "consent_on": NOON.date()}
    one = a_record(project, **given)
    actions.attach_file(one, upload=ground.a_recording(), **by(project))

    def hears(user):
        return Recording.objects.visible_to(user).filter(record=one).exists()

    assert hears(project.lead)
    assert hears(speaker)
    assert EvidenceRecord.objects.visible_to(head).filter(pk=one.pk).exists()
    assert not hears(head)
    assert not hears(a_user())


def test_a_record_that_a_finding_rests_on_stays(project, english):
    one = a_record(project)
    a_finding(project, sources=actions.Sources(records=(one,)))
    with pytest.raises(Refused, match="finding names this record"):
        actions.remove_record(one, **by(project))


def test_a_record_goes_with_its_files_and_pins(project):
    one = a_record(project)
    a_pin(one)
    actions.attach_file(one, upload=ground.a_picture(), **by(project))

    actions.remove_record(one, **by(project))

    assert not EvidenceRecord.objects.exists()
    assert not Pin.objects.exists()


# Pins


def test_a_sentence_is_pinned_as_it_stands_in_the_text(project, english):
    one = a_record(project)
    assert a_pin(one, quote="核实平均要  5 分钟。").quote == "核实平均要 5 分钟。"
    with pytest.raises(Refused, match="doesn't stand in the record's text"):
        a_pin(one, quote="没有人说过。")
    with pytest.raises(Refused, match="pinned to that activity already"):
        a_pin(one)


def test_a_pinned_sentence_is_not_edited_away(project, english):
    one = a_record(project)
    a_pin(one)
    with pytest.raises(Refused, match="is pinned to an activity"):
        actions.edit_record(one, **by(project), **facts(text="别的"))


def test_a_picture_of_another_record_is_refused(project, english):
    one, other = a_record(project), a_record(project)
    picture = actions.attach_file(one, upload=ground.a_picture(), **by(project))

    a_pin(one, quote="", picture=picture)
    with pytest.raises(Refused, match="doesn't belong to this record"):
        a_pin(other, quote="", picture=picture)
    with pytest.raises(Refused, match="picture is pinned"):
        actions.remove_file(one, picture.pk, **by(project))


def test_a_value_is_asked_for_where_an_aspect_is_named(project, english):
    with pytest.raises(Refused, match="value that the source gives"):
        a_pin(a_record(project), aspect="touch")


def test_an_activity_of_another_project_is_refused(project, english):
    foreign = steps_of(a_mapped_project())[0]
    with pytest.raises(Refused, match="no longer on the map"):
        a_pin(a_record(project), foreign)


# Contradictions


def test_two_sources_that_differ_are_listed_until_somebody_settles_it(project, english):
    step = steps_of(project)[0]
    says_minutes(a_record(project), step, 5)
    says_minutes(a_record(project), step, 12)

    question = questions_in(project)[0]
    assert (question.aspect, question.values, question.is_settled) == ("touch", ["5", "12"], False)
    given = {"step": step, "aspect": "touch", "seen": ["12", "5"]}
    with pytest.raises(Refused, match="Say why"):
        actions.settle(project, **given, chosen="12", reason=" ", **by(project))
    actions.settle(project, **given, chosen="12", reason="十二分钟含查历史", **by(project))
    assert questions_in(project)[0].is_settled

    says_minutes(a_record(project), step, 30)
    assert not questions_in(project)[0].is_settled
    with pytest.raises(Refused, match="Another source has said something"):
        actions.settle(project, **given, chosen="12", reason="看过", **by(project))


def test_minutes_less_than_a_fifth_apart_and_one_source_alone_contradict_nobody(project):
    step, one = steps_of(project)[0], a_record(project)
    says_minutes(one, step, 10)
    says_minutes(a_record(project), step, "8.5")
    says_minutes(one, step, 60, "waiting")
    says_minutes(one, step, 90, "waiting", quote="审批要等半天。")
    assert questions_in(project) == []


def test_position_system_and_order_are_compared_too(project):
    first, second, third = steps_of(project)[:3]
    one, other = a_record(project), a_record(project)
    for record, position, system, after in (
        (one, a_position("班长"), "CRM", first), (other, a_position("组长"), "crm", third),
    ):  # fmt: skip
        a_pin(record, second, aspect="position", position=position)
        a_pin(record, second, aspect="system", system=system)
        a_pin(record, second, aspect="order", after=after)
    assert [question.aspect for question in questions_in(project)] == ["order", "position"]


def test_what_was_measured_contradicts_what_was_stated(project):
    step = steps_of(project)[0]
    says_minutes(a_record(project), step, 5)
    a_cycle(a_record(project, "observation"), [(step, 1200, 0)])
    question = questions_in(project)[0]
    assert question.values == ["5", "20"]


# Cycles


def test_a_cycle_sent_again_is_one_cycle(project):
    one, client_id = a_record(project, "observation"), uuid.uuid4()
    assert a_cycle(one, client_id=client_id) == a_cycle(one, client_id=client_id)
    assert Cycle.objects.count() == 1


def test_a_cycle_of_another_record_cant_be_claimed(project, english):
    client_id = uuid.uuid4()
    a_cycle(a_record(project, "observation"), client_id=client_id)
    with pytest.raises(Refused, match="for another record"):
        a_cycle(a_record(project, "observation"), client_id=client_id)


def test_absurd_times_are_cut_and_said(project, english):
    first, second = steps_of(project)[:2]
    foreign = steps_of(a_mapped_project())[0]
    cycle = a_cycle(
        a_record(project, "observation"),
        [(first, -5, 10**9), (second, 10**7, 0), (foreign, 5, 5)],
        started_at=LATER + timedelta(days=30),
    )

    laps = [(lap.touch_seconds, lap.waiting_seconds) for lap in cycle.laps.all()]
    assert laps == [(0, 90 * 86400), (86400, 0)]
    assert cycle.ended_at == NOON
    assert len(cycle.corrected) == 3
    assert any("clock of the device was ahead" in said for said in cycle.corrected)


def test_a_cycle_without_laps_or_of_an_interview_is_refused(project, english):
    with pytest.raises(Refused, match="Nothing was timed"):
        a_cycle(a_record(project, "observation"), [(steps_of(project)[0], None, None)])
    with pytest.raises(Refused, match="belong to an on-site observation"):
        a_cycle(a_record(project))


def test_a_removed_cycle_no_longer_counts_and_leaves_its_laps_in_the_trail(project, english):
    cycle = a_cycle(a_record(project, "observation"))
    with pytest.raises(Refused, match="Say why the cycle"):
        actions.remove_cycle(cycle, reason="", **by(project))
    actions.remove_cycle(cycle, reason="误触", **by(project))

    assert measured_in(project) == {}
    event = Event.objects.get(code="processes.cycle.removed")
    assert event.facts["laps"][0][1:] == [60, 30]


# Onto the map


def test_measured_minutes_come_onto_the_map_by_a_click_with_their_source(project):
    step = steps_of(project)[0]
    one = a_record(project, "observation")
    for touch in (60, 120, 600):
        a_cycle(one, [(step, touch, 300)])
    before = Activity.objects.get(map=as_is_map(project), step=step).touch_minutes
    assert before != 2

    actions.take_over_measured(project, step=step, **by(project))

    row = Activity.objects.get(map=as_is_map(project), step=step)
    said = Document.parse(as_is_map(project).xml).rows()[0].facts
    wanted = Source(
        "measured", Decimal(2), 3, Decimal(1), Decimal(10), str(project.lead),
        f"{project.code} E01",
    )  # fmt: skip
    assert row.touch_minutes == said.touch == 2
    assert said.touch_source == Source.of_row(row.touch_source) == wanted
    assert (said.waiting, said.waiting_source.low) == (5, 5)


def test_what_is_on_the_map_already_is_not_taken_over_again(project, english):
    a_cycle(a_record(project, "observation"))
    actions.take_over_measured(project, **by(project))
    with pytest.raises(Refused, match="says already"):
        actions.take_over_measured(project, **by(project))


def test_settled_minutes_are_taken_over_as_stated(project):
    step = steps_of(project)[0]
    says_minutes(a_record(project), step, 7)
    says_minutes(a_record(project, outsider="王强"), step, 14)
    given = {"step": step, "aspect": "touch"}
    actions.settle(
        project, **given, chosen="14", reason="含查历史", seen=["14", "7"], **by(project)
    )

    actions.take_over_settled(project, **given, **by(project))

    row = Activity.objects.get(map=as_is_map(project), step=step)
    source = Source.of_row(row.touch_source)
    assert (row.touch_minutes, source.kind, source.by) == (14, "stated", "王强")


# Findings and the step thread


def test_the_owner_of_a_finding_is_of_the_team(project, english):
    assert a_finding(project, owner=project.lead).owner == project.lead
    with pytest.raises(Refused, match="somebody of the project's team"):
        a_finding(project, owner=a_user())


def test_evidence_of_another_project_is_no_ground(project, english):
    foreign = a_record(a_mapped_project())
    with pytest.raises(Refused, match="belongs to another project"):
        a_finding(project, sources=actions.Sources(records=(foreign,)))


def test_the_thread_of_a_step_shows_evidence_and_laps(project, english):
    step = steps_of(project)[0]
    says_minutes(a_record(project), step, 5)
    a_cycle(a_record(project, "observation"), [(step, 1200, 0)])

    titles = [str(block.title) for block in blocks_of(step, project.lead)]

    for title in ("Evidence", "Observed with the stopwatch", "What sources say differently"):
        assert title in titles
    hanging = actions.hanging_on(as_is_map(project), step)
    assert [said for said in hanging if "E01" in said]
    assert as_is_map(project).kind == MapKind.AS_IS
