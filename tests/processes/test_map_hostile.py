"""Files that mean harm or are broken: read, or refused in a sentence, soon and in little room."""

import json
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from processes.bpmn.xml import BPMN
from processes.importing import door, inspection
from processes.importing.inspection import inspect
from tests.before import ROOT
from tests.factories.foreign_maps import LINE, whole
from tests.factories.map_packages import topic, vsdx, xlsx, xmind, zipped

KEYS = [
    "file",
    "format",
    "ok",
    "error",
    "pools",
    "processes",
    "lanes",
    "flow_nodes",
    "sequence_flows",
    "message_flows",
    "boundary_events",
    "sub_processes",
    "data_references",
    "annotations",
    "simplified",
    "warnings",
    "roundtrip",
    "edit_roundtrip",
]
MEGABYTE = 1 << 20


def bomb(levels=14):
    inner = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE d [<!ENTITY e0 "ha">{inner}]><definitions xmlns="{BPMN}">&e{levels - 1};</definitions>'


def deep_topic(levels):
    root = topic("底")
    for _level in range(levels):
        root = topic("层", root)
    return root


def many_tasks(count):
    tasks = "".join(f'<task id="t{n}" name="环节{n}"/>' for n in range(count))
    flows = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="t{n}" targetRef="t{n + 1}"/>' for n in range(count - 1)
    )
    return whole(f'<process id="p">{tasks}{flows}</process>')


def doubled_directory():
    """The end of the archive promises more parts than anybody reads."""
    data = bytearray(zipped({"content.json": "[]"}))
    at = data.rfind(b"PK\x05\x06")
    data[at + 8 : at + 12] = struct.pack("<HH", 60_000, 60_000)
    return bytes(data)


SHEET = "xl/worksheets/sheet1.xml"
REFUSED = {
    "empty": ("a.bpmn", b""),
    "zeros": ("a.bpmn", bytes(5000)),
    "words": ("a.bpmn", "这不是流程图"),
    "noise": ("a.bpmn", bytes(range(256)) * 40),
    "doctype": ("a.bpmn", f'<!DOCTYPE definitions><definitions xmlns="{BPMN}"/>'),
    "doctype in utf-16": ("a.bpmn", f'<!DOCTYPE d><definitions xmlns="{BPMN}"/>'.encode("utf-16")),
    "entity bomb": ("a.bpmn", bomb()),
    "bomb in an attribute": ("a.bpmn", bomb().replace("<definitions ", '<definitions id="&e13;" ')),
    "external entity": (
        "a.bpmn",
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><definitions xmlns="{BPMN}">&x;</definitions>',
    ),
    "cut off": ("a.bpmn", whole(LINE)[:700]),
    "unknown encoding": ("a.bpmn", '<?xml version="1.0" encoding="x-none"?><a/>'),
    "wrong encoding": ("a.bpmn", b'<?xml version="1.0" encoding="utf-16"?><a/>'),
    "another model": ("a.bpmn", '<Package xmlns="http://www.wfmc.org/2009/XPDL2.2"/>'),
    "the same node twice": ("a.bpmn", whole('<process id="p"><task id="a"/><endEvent id="a"/></process>')),
    "a node twice, apart": (
        "a.bpmn",
        whole('<process id="p"><task id="a"/></process><process id="q"><task id="a"/></process>'),
    ),
    "an endless id": ("a.bpmn", whole(f'<process id="p"><task id="{"a" * 500}"/></process>')),
    "too deep": ("a.bpmn", whole("<subProcess>" * 400 + "</subProcess>" * 400)),
    "too many elements": ("a.bpmn", whole("<task/>" * 50_001)),
    "too many activities": ("a.bpmn", many_tasks(1_001)),
    "six megabytes": ("a.bpmn", whole(f"<!--{'x' * 6 * MEGABYTE}-->")),
    "old visio": ("a.vsd", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "half a zip": ("a.vsdx", vsdx([])[:200]),
    "a zip of nothing": ("a.vsdx", zipped({})),
    "too many parts": ("a.xmind", zipped({f"a{n}": "" for n in range(2_100)})),
    "a false count of parts": ("a.xmind", doubled_directory()),
    "zip bomb in vsdx": ("a.vsdx", zipped({"visio/document.xml": "<a/>", "visio/pages/pages.xml": " " * 60 * MEGABYTE})),
    "steep part in xmind": ("a.xmind", zipped({"content.json": "[" + " " * 7 * MEGABYTE + "]"})),
    "zip bomb in xlsx": ("a.xlsx", zipped({"xl/workbook.xml": "<a/>", SHEET: "<a>" + "0" * 50 * MEGABYTE})),
    "a bomb of nested zips": (
        "a.xmind",
        zipped({"content.json": zipped({"content.json": "0" * 30 * MEGABYTE})}),
    ),
    "doctype in vsdx": ("a.vsdx", vsdx([], **{"visio/pages/pages.xml": "<!DOCTYPE a><a/>"})),
    "entities in old xmind": ("a.xmind", zipped({"content.xml": bomb()})),
    "entities in xlsx": ("a.xlsx", zipped({"xl/workbook.xml": bomb(), SHEET: "<a/>"})),
    "a page outside": (
        "a.vsdx",
        vsdx([], **{"visio/pages/_rels/pages.xml.rels": '<R xmlns="x"><Relationship Id="rId1" Target="../../../etc/passwd"/></R>'}),
    ),
    "json too deep": ("a.xmind", zipped({"content.json": "[" * 100_000})),
    "a mind map too deep": ("a.xmind", xmind(deep_topic(80))),
    "a mind map of strings": ("a.xmind", zipped({"content.json": '["a", 1, null]'})),
    "a mind map of odd types": (
        "a.xmind",
        zipped({"content.json": '[{"rootTopic": {"title": 1, "children": {"attached": {"a": 1}}}}]'}),
    ),
    "a table without names": ("a.xlsx", xlsx(("岗位",), ("专员",))),
    "a table of other columns": ("a.csv", "a,b\n1,2"),
    "csv with zeros": ("a.csv", b"name\x00,b\n1,2"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_refused_in_a_sentence_at_once(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    begun = time.process_time()

    told = inspect(path)

    assert time.process_time() - begun < 3
    assert list(told) == KEYS
    assert told["ok"] is False
    assert told["error"].endswith(".")
    assert told["flow_nodes"] == 0


def test_nothing_was_refused_for_a_reason_that_nobody_thought_of(tmp_path, caplog):
    for name, data in REFUSED.values():
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        inspect(path)

    assert not [record for record in caplog.records if record.name == door.__name__]


def test_a_reader_that_stumbles_refuses_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(door.from_bpmn, "read", lambda data: 1 / 0)
    path = tmp_path / "a.bpmn"
    path.write_text(whole(LINE))

    assert "can't be read" in inspect(path)["error"]


def test_a_file_that_is_not_there(tmp_path):
    assert inspect(tmp_path / "missing.bpmn")["error"] == "The file can't be opened."
    assert inspect(tmp_path)["error"] == "The file can't be opened."


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("UTF-16", "utf-16"),
        ("GBK", "gbk"),
        ("GB2312", "gb2312"),
        ("gb18030", "gb18030"),
        ("UTF-8", "utf-8-sig"),
        ("Big5", "big5"),
    ],
)
def test_other_encodings_are_read(tmp_path, declared, codec):
    path = tmp_path / "a.bpmn"
    text = whole(LINE.replace("请假", "出差")).replace("UTF-8", declared)
    path.write_bytes(text.replace("审批", "上文").encode(codec))

    told = inspect(path)

    assert (told["ok"], told["roundtrip"], told["edit_roundtrip"]) == (True, True, True)


def test_gbk_that_calls_itself_utf_8_is_read_and_said(tmp_path):
    path = tmp_path / "a.bpmn"
    path.write_bytes(whole(LINE).encode("gbk"))

    told = inspect(path)

    assert told["ok"]
    assert "GB 18030" in told["warnings"][0]


def test_the_largest_map_that_is_read_is_read_soon(tmp_path):
    path = tmp_path / "a.bpmn"
    path.write_text(many_tasks(1_000))
    begun = time.process_time()

    told = inspect(path)

    assert (told["ok"], told["edit_roundtrip"]) == (True, True)
    assert time.process_time() - begun < 4


# The most that the process itself took, in kB. What getrusage says counts the tests' own process,
# from which it was forked.
AND_ITS_ROOM = """
import runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    status = open("/proc/self/status").read()
    sys.stderr.write(status.split("VmHWM:")[1].split()[0])
"""


@pytest.mark.embedded
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="says it on Linux only")
def test_the_command_refuses_a_hundred_megabytes_in_little_room_and_without_a_database(tmp_path):
    good, bad, bomb_file = (tmp_path / name for name in ("good.bpmn", "bad.bpmn", "bomb.xlsx"))
    good.write_text(whole(LINE))
    with bad.open("wb") as stream:
        stream.write(b"<definitions>")
        stream.truncate(100 * MEGABYTE)
    with zipfile.ZipFile(bomb_file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
        archive.writestr("xl/sharedStrings.xml", "<sst>" + "<si><t>a</t></si>" * 400_000)

    done = subprocess.run(
        [sys.executable, "-c", AND_ITS_ROOM, "manage.py", "inspect_map", good, bad, bomb_file,
         "--json"],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
        env={"PATH": "", "SOPMAN_NO_BOOTSTRAP": "1", "SOPMAN_DATA": str(tmp_path / "var"),
             "SOPMAN_TESTING": "1",
             "SOPMAN_TEST_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
    )  # fmt: skip

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["ok"] for one in lines] == [True, False, False], done.stderr
    assert all(list(one) == KEYS for one in lines)
    assert done.returncode == 1
    assert 0 < int(done.stderr) < 500 * 1024


def test_the_keys_are_those_promised(tmp_path):
    path = tmp_path / "a.bpmn"
    path.write_text(whole(LINE))

    assert list(inspection.inspect(path)) == KEYS
