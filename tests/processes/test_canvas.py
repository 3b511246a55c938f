"""A map that comes back from the canvas: read, put in order, stored with its identities, or refused."""

import pytest
from django.urls import reverse
from lxml import etree

from processes import actions, bpmn
from processes.bpmn import Document, Unreadable
from processes.bpmn.document import POSITION, extension
from processes.bpmn.xml import q
from processes.enums import MapKind
from processes.models import Activity, Step
from processes.queries.mapping import as_is_map
from sopman.audit.models import Event
from sopman.core.errors import Refused
from tests.factories.people import a_position, a_user
from tests.factories.processes import a_map, a_mapped_project, a_project_in_optimization, fresh
from tests.factories.projects import NOON, a_signed_project

pytestmark = pytest.mark.django_db


def save(process_map, document, **more):
    process_map = fresh(process_map)
    xml = document if isinstance(document, str) else document.to_xml()
    given = {"actor": process_map.project.lead, "at": NOON, "seen_revision": process_map.revision}
    return actions.save_canvas(process_map, xml=xml, **(given | more))


def parsed(process_map):
    return Document.parse(fresh(process_map).xml)


def called(document, name):
    return next(task for task in document.tasks() if task.get("name") == name)


def names(process_map):
    rows = Activity.objects.filter(map=process_map).order_by("order")
    return list(rows.values_list("name", flat=True))


def drawn_step(document, name, identifier, *, lane=None):
    """As a canvas appends it: at the end of the process, wired to nothing."""
    task = etree.SubElement(document.process, q("bpmn", "task"), id=identifier, name=name)
    if lane is not None:
        etree.SubElement(lane, q("bpmn", "flowNodeRef")).text = identifier
    document.changed()
    return task


def drawn_flow(document, source, target, identifier, name=""):
    flow = etree.SubElement(
        document.process, q("bpmn", "sequenceFlow"), id=identifier, sourceRef=source, targetRef=target
    )  # fmt: skip
    if name:
        flow.set("name", name)
    document.changed()


def test_a_drawn_step_gets_a_row_an_identity_and_its_place_in_the_table():
    process_map = as_is_map(a_mapped_project())
    document = parsed(process_map)
    first, second = document.tasks()[:2]
    flow = next(f for f in document.out(first.get("id")) if f.get("targetRef") == second.get("id"))
    flow.set("targetRef", "Activity_new")
    drawn_step(document, "核对订单", "Activity_new", lane=document.lane_of(first.get("id")))
    drawn_flow(document, "Activity_new", second.get("id"), "Flow_new")

    save(process_map, document)

    assert names(process_map) == ["接收投诉", "核对订单", "重新录入CRM", "审批处理方案", "答复客户"]
    row = Activity.objects.get(map=process_map, name="核对订单")
    assert row.position.name_zh == "客服专员"
    assert extension(parsed(process_map).element("Activity_new")).get("step") == str(row.step_id)
    event = Event.objects.filter(code="processes.canvas.saved").latest("pk")
    assert event.facts["added"] == ["核对订单"]
    assert event.facts["activities"] == [4, 5]


def test_the_same_map_again_changes_nothing():
    process_map = as_is_map(a_mapped_project())
    before = fresh(process_map)

    save(process_map, before.xml)

    assert fresh(process_map).revision == before.revision
    assert not Event.objects.filter(code="processes.canvas.saved").exists()


def test_a_copied_step_gets_a_fresh_identity_and_the_original_keeps_its_own():
    process_map = as_is_map(a_mapped_project())
    document = parsed(process_map)
    original = called(document, "重新录入CRM")
    copy = etree.fromstring(etree.tostring(original))
    copy.set("id", "Activity_copy")
    original.addprevious(copy)  # the copy comes first in the file
    step = extension(original).get("step")

    save(process_map, document)

    homes = dict(Activity.objects.filter(map=process_map).values_list("element_id", "step_id"))
    assert str(homes[original.get("id")]) == step
    assert str(homes["Activity_copy"]) != step


def test_a_step_of_another_project_is_not_taken_over():
    strange = Activity.objects.filter(map=as_is_map(a_mapped_project())).first().step_id
    process_map = a_map(a_signed_project())
    document = parsed(process_map)
    task = drawn_step(document, "打印", "Activity_x")
    bpmn.lanes.give_step(task, str(strange))

    save(process_map, document)

    assert Activity.objects.get(map=process_map).step_id != strange


def test_a_removed_step_comes_back_as_itself():
    process_map = as_is_map(a_mapped_project())
    with_it = fresh(process_map).xml
    document = parsed(process_map)
    step = extension(called(document, "答复客户")).get("step")
    bpmn.remove(document, called(document, "答复客户").get("id"))
    save(process_map, document)

    save(process_map, with_it)

    assert str(Activity.objects.get(map=process_map, name="答复客户").step_id) == step


def test_dropping_what_something_hangs_on_asks_first():
    process_map = as_is_map(a_mapped_project())
    document = parsed(process_map)
    bpmn.remove(document, called(document, "重新录入CRM").get("id"))

    with pytest.raises(actions.Asks, match="P01"):
        save(process_map, document)
    assert "重新录入CRM" in names(process_map)

    save(process_map, document, confirm=True)
    assert "重新录入CRM" not in names(process_map)
    event = Event.objects.filter(code="processes.canvas.saved").latest("pk")
    assert "P01" in event.facts["hanging"][0]


def test_a_lane_named_by_hand_stands_for_the_position_called_so():
    position = a_position("仓管员")
    process_map = as_is_map(a_mapped_project())
    document = parsed(process_map)
    lane = document.lane_of(called(document, "审批处理方案").get("id"))
    lane.set("name", "仓管员")

    save(process_map, document)

    assert Activity.objects.get(map=process_map, name="审批处理方案").position == position
    lane = parsed(process_map).lane_of(called(document, "审批处理方案").get("id"))
    assert lane.get(POSITION) == str(position.pk)


def test_a_lane_named_like_nobody_stands_for_no_position():
    process_map = as_is_map(a_mapped_project())
    document = parsed(process_map)
    document.lane_of(called(document, "审批处理方案").get("id")).set("name", "外部顾问")

    save(process_map, document)

    assert Activity.objects.get(map=process_map, name="审批处理方案").position is None


def test_what_another_tool_wrote_stays():
    process_map = as_is_map(a_mapped_project())
    text = fresh(process_map).xml.replace(
        'name="答复客户"', 'name="答复客户" xmlns:x="urn:other" x:owner="QA"'
    )

    save(process_map, text)

    assert 'x:owner="QA"' in fresh(process_map).xml


def test_shapes_stay_where_they_were_put():
    process_map = as_is_map(a_mapped_project())
    document = parsed(process_map)
    task = called(document, "答复客户").get("id")
    box = document.root.find(
        f".//{q('bpmndi', 'BPMNShape')}[@bpmnElement='{task}']/{q('dc', 'Bounds')}"
    )
    box.set("x", "777")

    save(process_map, document)

    assert f'bpmnElement="{task}"' in fresh(process_map).xml
    assert 'x="777"' in fresh(process_map).xml


@pytest.mark.parametrize(
    "rubbish",
    [
        "",
        "no map",
        "<html/>",
        "<bpmn",
        '<!DOCTYPE a [<!ENTITY b "c">]><definitions/>',
        "PK\x03\x04",
        "a,b\n1,2",
        "<a>" * 100_000,
    ],
)
def test_rubbish_is_refused_in_a_sentence(rubbish):
    process_map = as_is_map(a_mapped_project())
    before = fresh(process_map).xml

    with pytest.raises(Unreadable, match="."):
        save(process_map, rubbish)
    assert fresh(process_map).xml == before


def test_the_to_be_map_is_drawn_in_its_own_stage():
    project = a_project_in_optimization()
    to_be = actions.ensure_map(project, MapKind.TO_BE, actor=project.lead, at=NOON)
    document = parsed(to_be)
    drawn_step(document, "系统自动分单", "Activity_y")

    save(to_be, document)
    assert names(to_be) == ["系统自动分单"]

    with pytest.raises(Refused, match="."):
        save(as_is_map(project), fresh(as_is_map(project)).xml)


def test_steps_made_on_the_canvas_belong_to_the_project():
    process_map = a_map()
    document = parsed(process_map)
    drawn_step(document, "打印", "Activity_x")

    save(process_map, document)

    assert Step.objects.get().project == process_map.project


# The page


def post(client, process_map, **fields):
    process_map = fresh(process_map)
    given = {"xml": process_map.xml, "seen": process_map.revision} | fields
    return client.post(reverse("processes:save_canvas", args=[process_map.pk]), given)


def test_the_page_is_told_what_the_server_gave(client):
    process_map = a_map()
    client.force_login(process_map.project.lead)
    document = parsed(process_map)
    drawn_step(document, "打印", "Activity_x")

    answer = post(client, process_map, xml=document.to_xml())

    step = str(Activity.objects.get().step_id)
    assert answer.json()["steps"] == {"Activity_x": step}
    assert answer.json()["revision"] == fresh(process_map).revision == 1


def test_refusals_are_sentences(client):
    process_map = as_is_map(a_mapped_project())
    client.force_login(process_map.project.lead)

    rubbish = post(client, process_map, xml="no map")
    unsaid = post(client, process_map, seen="x")

    assert rubbish.status_code == unsaid.status_code == 422
    assert rubbish.json()["reasons"]
    assert unsaid.json()["reasons"]


def test_what_hangs_on_a_dropped_step_is_asked(client):
    process_map = as_is_map(a_mapped_project())
    client.force_login(process_map.project.lead)
    document = parsed(process_map)
    bpmn.remove(document, called(document, "重新录入CRM").get("id"))

    asked = post(client, process_map, xml=document.to_xml())
    done = post(client, process_map, xml=document.to_xml(), confirm="yes")

    assert asked.status_code == 409
    assert "P01" in asked.json()["asks"][0]
    assert done.status_code == 200


def test_strangers_draw_nothing(client):
    process_map = as_is_map(a_mapped_project())
    client.force_login(a_user())

    assert post(client, process_map).status_code == 404
    assert client.get(reverse("processes:canvas", args=[process_map.pk])).status_code == 404
