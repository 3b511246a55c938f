"""Whatever BPMN 2.0 can say comes in, is counted, comes back equal, and is drawn."""

import os
import random
import time
from copy import deepcopy

import pytest
from django.utils import translation
from lxml import etree

from processes import layout, scene, svg
from processes.bpmn import Document, Unreadable
from processes.importing import door
from processes.importing.counting import KEYS
from processes.importing.inspection import inspect
from processes.scene import telling, words
from tests.factories.interchange_maps import ENCODINGS, SAMPLES
from tests.processes.test_map_files import FILES

SLOWEST = 5  # seconds of processor time for one file


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_a_construct_is_counted_and_comes_back_equal(tmp_path, sample):
    path = tmp_path / "a.bpmn"
    path.write_bytes(sample.data)

    told = inspect(path)

    assert told["error"] is None
    assert (told["roundtrip"], told["edit_roundtrip"]) == (True, True)
    assert {key: told[key] for key in KEYS} == dict.fromkeys(KEYS, 0) | sample.counts


@pytest.mark.parametrize(("declared", "codec"), ENCODINGS.values(), ids=ENCODINGS)
def test_an_encoding_is_read_as_it_is_declared(tmp_path, declared, codec):
    text = SAMPLES["several planes"].text.replace('encoding="UTF-8"', f'encoding="{declared}"')
    path = tmp_path / "a.bpmn"
    path.write_bytes(text.replace("请假", "中文").encode(codec, "xmlcharrefreplace"))

    told = inspect(path)

    assert (told["roundtrip"], told["edit_roundtrip"]) == (True, True)
    assert Document.parse(path.read_bytes()).process.get("name") == "中文"


def drawn(sample):
    return scene.read(Document.parse(sample.data))


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.parametrize("with_diagram", [True, False])
def test_every_element_has_a_place_with_and_without_a_diagram(sample, with_diagram):
    document = Document.parse(sample.data)
    if not with_diagram:
        for diagram in list(document.root.iter("{*}BPMNDiagram")):
            diagram.getparent().remove(diagram)
    planes = range(len(scene.planes(document))) if with_diagram else [None]
    shown = [scene.read(document), *(scene.read(document, n) for n in planes)]
    found = {item.id for one in shown for item in one.items}
    lines = {line.id for one in shown for line in one.lines}

    wanted = [e for e in document.root.iter("{*}*") if e.get("id") and not foreign(e)]
    kinds = ("pool", "task", "call", "sub", "event", "gateway", "note")
    for element in wanted:
        kind = words.KINDS.get(etree.QName(element).localname)
        if kind in kinds:
            assert element.get("id") in found, element.get("id")
        if etree.QName(element).localname in ("sequenceFlow", "messageFlow"):
            assert element.get("id") in lines, element.get("id")


def foreign(element):
    return any(etree.QName(e).localname == "extensionElements" for e in element.iterancestors())


def test_the_diagram_of_the_file_is_not_touched_by_being_completed():
    document = Document.parse(SAMPLES["pools"].data)
    for shape in [e for e in document.root.iter("{*}BPMNShape") if e.get("bpmnElement") == "r2"]:
        shape.getparent().remove(shape)
    before = document.to_xml()

    assert "r2" in scene.read(document).by_id
    assert document.to_xml() == before


def test_events_tasks_and_gateways_carry_their_symbols():
    events = drawn(SAMPLES["events"]).by_id
    assert events["many"].symbol == "parallel"
    assert (events["endEve30message"].symbol, events["endEve30message"].throws) == ("message", True)
    tasks = drawn(SAMPLES["tasks"]).by_id
    assert [tasks[n].marks for n in ("standard", "parallel", "sequential", "undo")] == [
        ("loop",), ("parallel",), ("sequential",), ("compensation",),
    ]  # fmt: skip
    assert (tasks["t5"].symbol, tasks["call"].symbol, tasks["call"].marks) == ("rule", "user", ())
    bounds = drawn(SAMPLES["boundaries"]).by_id
    assert [bounds[n].dashed for n in ("b0", "b1")] == [False, True]
    gates = drawn(SAMPLES["gateways"])
    flows = {line.id: line for line in gates.lines}
    assert gates.by_id["inst"].symbol == "starts_all"
    assert (flows["q8"].conditional, flows["q9"].default) == (True, True)


def test_a_colour_that_is_none_is_left_out():
    items = drawn(SAMPLES["labels and colours"]).by_id

    assert (items["a"].fill, items["a"].stroke) == ("#ffcdd2", "#831311")
    assert (items["b"].fill, items["b"].stroke) == ("", "")


def test_another_diagram_of_the_file_can_be_chosen():
    document = Document.parse(SAMPLES["insides"].data)

    assert [plane.subject for plane in scene.planes(document)] == ["p", "deep", "ah"]
    assert set(scene.read(document, 2).by_id) == {"z1", "z2"}
    assert "更里面" in svg.render(document, title="图")


# Files that somebody or something has damaged


def damaged(data, chance):
    """Bytes changed, cut off, elements doubled, moved or gone, attributes replaced."""
    kind = chance.choice(["bytes", "cut", "tree", "tree", "attributes"])
    if kind == "bytes":
        given = bytearray(data)
        for _n in range(chance.randint(1, 20)):
            given[chance.randrange(len(given))] = chance.randrange(256)
        return bytes(given)
    if kind == "cut":
        return data[: chance.randrange(len(data))]
    root = etree.fromstring(data)
    elements = list(root.iter(etree.Element))[1:]
    for _n in range(chance.randint(1, 12)):
        one, other = chance.choice(elements), chance.choice(elements)
        if one.getparent() is None:
            continue
        if kind == "attributes":
            values = ["", "x" * 200, "-1e400", "NaN", *other.attrib.values()]
            for name in list(one.attrib)[:1]:
                one.set(name, chance.choice(values))
        else:
            uprooted(one, other, chance)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def uprooted(one, other, chance):
    if chance.random() < 0.4:
        one.getparent().remove(one)
    elif chance.random() < 0.5:
        one.getparent().append(deepcopy(one))
    elif one is not other and one not in other.iterancestors():
        other.append(one)


@pytest.mark.skipif(
    not FILES and not os.environ.get("CI"), reason="no real files beside this project"
)
@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_is_read_or_refused_but_never_stumbles(seed, tmp_path, caplog):
    chance = random.Random(seed)
    data = damaged(chance.choice(FILES).read_bytes(), chance)
    path = tmp_path / "a.bpmn"
    path.write_bytes(data)
    began = time.process_time()

    told = inspect(path)

    if told["ok"]:
        assert told["roundtrip"] is True
        document = door.read("a.bpmn", data).document
        assert "<svg" in svg.render(document, title="图")
        layout.draw(document)
    else:
        with pytest.raises(Unreadable):
            door.read("a.bpmn", data)
    assert not caplog.records, "a reader stumbled and was caught"
    assert time.process_time() - began < SLOWEST


# In words


def told(name):
    chapters = telling.tell(Document.parse(SAMPLES[name].data))
    return {chapter.name: chapter for chapter in chapters}


def test_messages_are_told_at_both_ends():
    with translation.override("en"):
        chapters = told("pools")

    assert list(chapters) == ["公司", "客户", "银行", "Annotations"]
    first = chapters["公司"].entries[0]
    assert (first.number, first.words) == ("1", "Start")
    assert "Receives “下单” from 1 “下单”" in first.said
    assert chapters["银行"].said == [
        "Receives “message” from 3 “审批”", "Sends “message” to 2 “收款”",
    ]  # fmt: skip


def test_insides_interruptions_and_conditions_are_told():
    with translation.override("en"):
        inside = told("insides")["Process"].entries
        bounds = told("boundaries")["Process"].entries
        gates = told("gateways")["Process"].entries

    assert [(e.number, e.words) for e in inside[1].inside][:2] == [
        ("2.1", "Start"),
        ("2.2", "里面"),
    ]
    assert inside[1].inside[1].lane == "内道"
    sentences = [sentence for entry in bounds for sentence in entry.said]
    assert "Interrupted by “error (error)”: on to nowhere" in sentences
    assert any(s.startswith("Meanwhile, on “timer (timer)”: also on to") for s in sentences)
    split = [sentence for entry in gates for sentence in entry.said]
    assert any(s.startswith("If “金额 > 100”: on to") for s in split)
    assert any(s.startswith("Otherwise: on to") for s in split)


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_every_node_that_is_drawn_is_told(sample):
    document = Document.parse(sample.data)
    numbered = []

    def count(entries):
        for entry in entries:
            numbered.append(entry.number)
            count(entry.inside)

    for chapter in telling.tell(document):
        count(chapter.entries)

    nodes = [i for i in scene.read(document).items if i.kind in telling.NODES and not i.host]
    assert len(numbered) == len(nodes)
