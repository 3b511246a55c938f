"""Two people on one map: told before, and a late save is put together with what was saved meanwhile."""

import json
from datetime import timedelta

import pytest

from processes import actions
from processes.bpmn.document import extension
from processes.models import Activity
from processes.queries.mapping import as_is_map
from tests.factories.people import a_user
from tests.factories.processes import a_map, a_mapped_project, fresh
from tests.factories.projects import NOON
from tests.processes.test_canvas import called, drawn_step, names, parsed, post, save

pytestmark = pytest.mark.django_db


def two_edits(client):
    """The second person saved; the first still shows the revision before."""
    process_map = as_is_map(a_mapped_project())
    client.force_login(process_map.project.lead)
    seen, mine = process_map.revision, parsed(process_map)
    theirs = parsed(process_map)
    called(theirs, "接收投诉").set("name", "受理投诉")
    save(process_map, theirs)
    return process_map, seen, mine


def test_a_stale_save_is_offered_together_and_loses_nothing(client):
    process_map, seen, mine = two_edits(client)
    extension(called(mine, "答复客户")).set("touch", "9")

    stale = post(client, process_map, xml=mine.to_xml(), seen=seen)
    assert stale.status_code == 409
    told = stale.json()["stale"]
    assert (told["conflicts"], told["onto"]) == ([], fresh(process_map).revision)
    assert "受理投诉" in told["theirs"][0]
    assert "9" in told["mine"][0]
    assert Activity.objects.get(map=process_map, name="答复客户").touch_minutes == 5

    done = post(client, process_map, xml=mine.to_xml(), seen=seen, onto=told["onto"])
    assert done.status_code == 200
    assert "受理投诉" in done.json()["xml"]
    assert names(process_map)[0] == "受理投诉"
    assert Activity.objects.get(map=process_map, name="答复客户").touch_minutes == 9


@pytest.mark.parametrize(("side", "expected"), [("mine", "登记投诉"), ("theirs", "受理投诉")])
def test_what_contradicts_is_chosen(client, side, expected):
    process_map, seen, mine = two_edits(client)
    called(mine, "接收投诉").set("name", "登记投诉")
    sent = {"xml": mine.to_xml(), "seen": seen}
    told = post(client, process_map, **sent).json()["stale"]
    conflict = told["conflicts"][0]
    assert (conflict["mine"], conflict["theirs"]) == ("登记投诉", "受理投诉")

    unchosen = post(client, process_map, **sent, onto=told["onto"])
    assert unchosen.status_code == 409
    chosen = json.dumps({conflict["key"]: side})
    done = post(client, process_map, **sent, onto=told["onto"], choices=chosen)

    assert done.status_code == 200
    assert names(process_map)[0] == expected


def test_an_offer_is_made_again_when_a_third_save_came_between(client):
    process_map, seen, mine = two_edits(client)
    extension(called(mine, "答复客户")).set("touch", "9")
    sent = {"xml": mine.to_xml(), "seen": seen}
    told = post(client, process_map, **sent).json()["stale"]
    third = parsed(process_map)
    extension(called(third, "答复客户")).set("waiting", "1")
    save(process_map, third)

    again = post(client, process_map, **sent, onto=told["onto"])

    assert again.status_code == 409
    assert again.json()["stale"]["onto"] == told["onto"] + 1


def test_a_save_sent_twice_is_stored_once(client):
    process_map = a_map()
    client.force_login(process_map.project.lead)
    document = parsed(process_map)
    drawn_step(document, "打印", "Activity_x")
    sent = {"xml": document.to_xml(), "seen": process_map.revision}

    first = post(client, process_map, **sent)
    second = post(client, process_map, **sent)

    assert (first.status_code, second.status_code) == (200, 200)
    assert fresh(process_map).revision == 1
    assert Activity.objects.filter(map=process_map).count() == 1


def test_a_revision_that_never_was_is_refused(client):
    process_map = as_is_map(a_mapped_project())
    client.force_login(process_map.project.lead)

    answer = post(client, process_map, seen=999)

    assert answer.status_code == 409
    assert answer.json()["reasons"]


def test_the_second_person_is_told_who_has_the_map_open():
    process_map = as_is_map(a_mapped_project())
    lead, other = process_map.project.lead, a_user()
    later = NOON + timedelta(seconds=50)

    assert actions.keep_open(process_map, actor=lead, at=NOON) == []
    found = actions.keep_open(process_map, actor=other, at=later)
    assert [(one.person, one.opened_at) for one in found] == [(lead, NOON)]

    long_after = NOON + timedelta(seconds=61)
    assert actions.keep_open(process_map, actor=other, at=long_after) == []  # the lease has run out


def test_a_lease_is_renewed_and_given_back():
    process_map = as_is_map(a_mapped_project())
    lead, other = process_map.project.lead, a_user()
    for seconds in (0, 40, 80):
        actions.keep_open(process_map, actor=lead, at=NOON + timedelta(seconds=seconds))
    at = NOON + timedelta(seconds=100)
    assert actions.keep_open(process_map, actor=other, at=at)[0].opened_at == NOON

    actions.close_map(process_map, actor=lead)

    assert actions.keep_open(process_map, actor=other, at=at) == []
