"""The pages of evidence: forms, the stopwatch's door, the problem list as XLSX, recordings."""

import io
import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from processes import actions
from processes.models import Cycle, EvidenceRecord, Pin, Settlement
from processes.queries.mapping import as_is_map
from tests.factories import ground
from tests.factories.evidence import a_cycle, a_pin, a_record, says_minutes, steps_of
from tests.factories.people import a_user
from tests.factories.processes import a_finding, a_mapped_project
from tests.factories.projects import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return a_mapped_project()


@pytest.fixture
def lead(client, project):
    client.force_login(project.lead)
    project.lead.language = "en"
    project.lead.save()
    return client


def url(name, *args):
    return reverse(f"processes:{name}", args=args)


def read(client, name, *args):
    answer = client.get(url(name, *args))
    assert answer.status_code == 200
    return answer.content.decode()


def sent(project, **changed):
    step = steps_of(project)[0]
    lap = {"step": str(step.pk), "touch": 90, "waiting": 30, "interrupted": 0, "remark": "找表"}
    return {
        "client_id": str(uuid.uuid4()),
        "started_at": "2026-03-02T08:00:00.000Z",
        "ended_at": "2026-03-02T08:02:00.000Z",
        "laps": [lap],
    } | changed


def post(client, one, body):
    raw = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(url("save_cycle", one.pk), raw, content_type="application/json")


def test_a_record_is_written_and_stands_in_the_list(lead, project):
    address = url("add_record", project.pk, "interview")
    form = lead.get(address)
    key = form.context["form"]["key"].value()
    given = {"key": str(key), "title": "客服访谈", "happened_on": "2026-03-02", "outsider": "李敏"}

    answers = [lead.post(address, given) for _n in range(2)]

    one = EvidenceRecord.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [url("evidence", one.pk)] * 2
    assert "客服访谈" in read(lead, "evidence_list", project.pk)
    assert "not given: no recording" in read(lead, "evidence", one.pk)


def test_a_form_without_a_person_keeps_what_was_typed(lead, project):
    answer = lead.post(
        url("add_record", project.pk, "interview"), {"title": "谈了", "happened_on": "2026-03-02"}
    )
    assert answer.status_code == 422
    assert "谈了" in answer.content.decode()


def test_an_unknown_kind_is_404(lead, project):
    assert lead.get(url("add_record", project.pk, "rumour")).status_code == 404


def test_a_recording_without_consent_is_refused_in_the_form(lead, project):
    one = a_record(project)
    answer = lead.post(url("add_record_file", one.pk), {"upload": ground.a_recording()})
    assert answer.status_code == 422
    assert "Without consent no recording is kept" in answer.content.decode()


def test_a_recording_is_played_in_parts_and_hidden_from_the_head(lead, project, client):
    one = a_record(project, consent_by="李敏", consent_on=NOON.date())
    held = actions.attach_file(
        one, upload=ground.a_recording(), actor=project.lead, at=NOON + timedelta(hours=1)
    )
    page = read(lead, "evidence", one.pk)
    assert f'<audio controls preload="none" src="{held.get_absolute_url()}"' in page
    part = lead.get(held.get_absolute_url(), headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(b"".join(part))) == (206, 100)
    assert part.headers["Content-Range"] == f"bytes 0-99/{held.size}"
    assert lead.get(held.get_absolute_url()).status_code == 200

    client.force_login(project.owning_department.head)
    page = read(client, "evidence", one.pk)
    assert "<audio" not in page
    assert client.get(held.get_absolute_url()).status_code == 404


def test_a_sentence_is_pinned_with_its_value(lead, project):
    one, step = a_record(project), steps_of(project)[0]
    given = {
        "step": str(step.pk),
        "quote": "核实平均要 5 分钟。",
        "aspect": "touch",
        "minutes": "5",
    }

    assert lead.post(url("add_pin", one.pk), given).status_code == 302

    assert "Touch time: 5 min" in read(lead, "evidence", one.pk)
    assert "核实平均要 5 分钟。" in read(lead, "step", step.pk)
    lead.post(url("remove_pin", Pin.objects.get().pk))
    assert not Pin.objects.exists()


def test_a_contradiction_is_shown_on_the_map_and_settled(lead, project):
    step = steps_of(project)[0]
    says_minutes(a_record(project), step, 5)
    says_minutes(a_record(project), step, 12)
    assert "differently" in read(lead, "mapping", project.pk)
    address = url("settle", project.pk, step.pk, "touch")
    seen = lead.get(address).context["form"]["seen"].value()

    stale = lead.post(address, {"chosen": "12", "reason": "含查历史", "seen": "5"})
    assert stale.status_code == 422
    lead.post(address, {"chosen": "12", "reason": "含查历史", "seen": seen})

    assert Settlement.objects.get().chosen == "12"
    assert "含查历史" in read(lead, "evidence_list", project.pk)
    assert "look at them" not in read(lead, "mapping", project.pk).lower()
    lead.post(url("take_over_settled", project.pk, step.pk, "touch"))
    assert as_is_map(project).activities.get(step=step).touch_minutes == 12


def test_the_stopwatch_is_answered_in_json_and_a_repeated_cycle_is_one(lead, project):
    one, body = a_record(project, "observation"), sent(project)

    answers = [post(lead, one, body) for _n in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    lap = Cycle.objects.get().laps.get()
    assert (lap.touch_seconds, lap.waiting_seconds, lap.remark) == (90, 30, "找表")
    assert "找表" in read(lead, "evidence", one.pk)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        {"laps": 5},
        {"client_id": "x"},
        {"started_at": "yesterday"},
        {"started_at": "2026-03-02T08:00:00"},
        {"laps": [{"step": "x"}]},
        {"laps": [{"step": str(uuid.uuid4()), "touch": "5"}]},
        {"laps": [{"step": str(uuid.uuid4()), "touch": True}]},
        {"laps": [None]},
    ],
)
def test_what_is_no_cycle_is_refused_in_words(lead, project, body):
    one = a_record(project, "observation")
    raw = body if isinstance(body, bytes) else sent(project, **body)
    answer = post(lead, one, raw)
    assert answer.status_code == 422
    assert answer.json()["reasons"]


def test_infinite_times_and_too_long_ones(lead, project):
    one = a_record(project, "observation")
    raw = json.dumps(sent(project)).replace(": 90", ": Infinity")
    assert post(lead, one, raw.encode()).status_code == 422
    assert post(lead, one, b" " * 300_000).status_code == 413


def test_minutes_are_typed_without_the_stopwatch(lead, project):
    one, steps = a_record(project, "observation"), steps_of(project)
    page = lead.get(url("stopwatch", one.pk))
    assert "<stop-watch hidden" in page.content.decode()
    rows = {"lap-TOTAL_FORMS": len(steps), "lap-INITIAL_FORMS": len(steps)}
    for place, step in enumerate(steps):
        rows[f"lap-{place}-step"] = str(step.pk)
    rows |= {"lap-0-touch": "1.5", "lap-0-waiting": "", "day": "2026-03-02"}
    rows["client_id"] = str(uuid.uuid4())

    answers = [lead.post(url("type_cycle", one.pk), rows) for _n in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    cycle = Cycle.objects.get()
    assert cycle.is_typed
    assert [(lap.touch_seconds, lap.waiting_seconds) for lap in cycle.laps.all()] == [(90, None)]
    empty = rows | {"lap-0-touch": "", "client_id": str(uuid.uuid4())}
    assert lead.post(url("type_cycle", one.pk), empty).status_code == 422


def test_an_interview_has_no_stopwatch(lead, project):
    assert lead.get(url("stopwatch", a_record(project).pk)).status_code == 404


def test_measured_minutes_are_taken_over_from_the_list(lead, project):
    a_cycle(a_record(project, "observation"))
    assert "n = 1" in read(lead, "evidence_list", project.pk)

    lead.post(url("take_over_measured", project.pk), {"step": str(steps_of(project)[0].pk)})

    row = as_is_map(project).activities.order_by("order").first()
    assert (row.touch_minutes, row.touch_source["kind"]) == (1, "measured")
    wrong = lead.post(url("take_over_measured", project.pk), {"step": "nonsense"})
    assert wrong.status_code == 404


def test_the_problem_list_marks_sorts_filters_and_exports(lead, project):
    one = a_record(project)
    a_finding(project, text="=1+1 没有证据", evidence="", impact=1, frequency=1)
    a_finding(
        project, evidence="", owner=project.lead, sources=actions.Sources((one,), (a_pin(one),))
    )

    page = read(lead, "mapping", project.pk)
    assert page.count("without evidence") == 1
    for query, codes in {
        "ground=missing": ["P02"], f"owner={project.lead.pk}": ["P03"], "owner=none": ["P01", "P02"],
        "sort=owner": ["P03", "P01", "P02"], "sort=step": ["P03", "P02", "P01"],
    }.items():  # fmt: skip
        answer = lead.get(f"{url('mapping', project.pk)}?{query}")
        assert [row.code for row in answer.context["findings"]] == codes, query

    answer = lead.get(f"{url('problem_sheet', project.pk)}?ground=missing")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == 2
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1 没有证据", "s")


def test_the_owner_finds_the_finding_in_my_work(lead, project):
    a_finding(project, owner=project.lead)
    work = lead.get(reverse("portal:work")).content.decode()
    assert "See to your finding: 1" in work


def test_strangers_see_nothing(client, project):
    one = a_record(project)
    client.force_login(a_user())
    for name, pk in (("evidence_list", project.pk), ("evidence", one.pk), ("add_pin", one.pk)):
        assert client.get(url(name, pk)).status_code == 404


def test_the_evidence_is_printed(lead, project):
    step = steps_of(project)[0]
    says_minutes(a_record(project), step, 5)
    says_minutes(a_record(project), step, 12)
    a_cycle(a_record(project, "observation"))
    content = ground.delivered(lead, "processes.evidence", project.pk, language="en")
    assert content.startswith(b"%PDF")
