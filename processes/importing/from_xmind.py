"""`.xmind`: a tree of topics. The leaves are the steps, in reading order; what groups them is told."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from processes import layout
from processes.bpmn import Facts, Row, Unreadable
from processes.bpmn.building import build
from processes.bpmn.model import MOST_ACTIVITIES
from processes.importing.packages import Package
from processes.importing.result import Imported, Tally

DEEPEST = 60
MOST_TOPICS = 5_000


@dataclass
class Topic:
    title: str
    notes: str = ""
    labels: list[str] = field(default_factory=list)
    children: list["Topic"] = field(default_factory=list)
    beside: int = 0  # floating topics, summaries and callouts that hang on it


@dataclass
class Sheet:
    root: Topic
    relations: int = 0
    others: int = 0


def read(package: Package) -> Imported:
    sheet = _from_json(package) if package.has("content.json") else _from_xml(package)
    steps = list(_leaves(sheet.root, ()))
    if not sheet.root.children:
        raise Unreadable(_("The mind map has no topics below its centre."))
    if len(steps) > MOST_ACTIVITIES:
        raise Unreadable(_("A map holds %(n)d activities at most.") % {"n": MOST_ACTIVITIES})
    rows = [_row(place, *step) for place, step in enumerate(steps, start=1)]
    document = build(sheet.root.title or _("Imported process"), rows)
    layout.draw(document)
    return _told(Imported("xmind", document), sheet, len(steps))


def _told(told: Imported, sheet: Sheet, steps: int) -> Imported:
    topics = sum(1 for _topic in _all(sheet.root)) - 1
    beside = sum(topic.beside for topic in _all(sheet.root))
    told.tallies = [
        Tally(_("Topics"), topics, topics),
        Tally(_("Activities"), steps, steps, steps),
        Tally(_("Relationships"), sheet.relations, 0),
    ]
    told.simplified = [
        _("The steps follow one another in the order of the tree; a start and an end were added.")
    ]
    if topics > steps:
        told.simplified.append(
            _("Topics that group others are noted at their steps: %(n)d.") % {"n": topics - steps}
        )
    told.tallies = [tally for tally in told.tallies if tally.found]
    if sheet.relations:
        told.warnings.append(
            _("Relationships between topics are not carried over: %(n)d. Set them as branches.")
            % {"n": sheet.relations}
        )
    if beside:
        told.warnings.append(
            _("Floating topics, summaries and callouts are not carried over: %(n)d.")
            % {"n": beside}
        )
    if sheet.others:
        told.warnings.append(
            _("Sheets besides the first are not carried over: %(n)d.") % {"n": sheet.others}
        )
    return told


def _row(place: int, topic: Topic, above: tuple[str, ...]) -> Row:
    notes = [topic.notes.strip()]
    if above:
        notes.insert(0, _("Part of: %(where)s") % {"where": " / ".join(above)})
    facts = Facts(
        name=(topic.title or _("Step %(n)d") % {"n": place})[:200],
        position_name=topic.labels[0][:80] if topic.labels else "",
        notes="\n".join(note for note in notes if note),
    )
    return Row(f"Activity_{place}", facts)


def _leaves(topic: Topic, above: tuple[str, ...]) -> Iterator[tuple[Topic, tuple[str, ...]]]:
    for child in topic.children:
        if child.children:
            yield from _leaves(child, (*above, child.title))
        else:
            yield child, above


def _all(topic: Topic) -> Iterator[Topic]:
    yield topic
    for child in topic.children:
        yield from _all(child)


class _Counter:
    """Trees that are too deep or too large are refused while they are read."""

    def __init__(self) -> None:
        self.count = 0

    def enter(self, depth: int) -> None:
        self.count += 1
        if depth > DEEPEST or self.count > MOST_TOPICS:
            raise Unreadable(_("The mind map is too large."))


# XMind 2020 and later


def _from_json(package: Package) -> Sheet:
    try:
        sheets = json.loads(package.read("content.json"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("A part of the file is damaged.")) from error
    sheets = [one for one in _list(sheets) if isinstance(one, dict)]
    if not sheets or not isinstance(sheets[0].get("rootTopic"), dict):
        raise Unreadable(_("The mind map is empty."))
    root = _json_topic(sheets[0]["rootTopic"], 0, _Counter())
    return Sheet(root, len(_list(sheets[0].get("relationships"))), len(sheets) - 1)


def _json_topic(given: dict[str, Any], depth: int, counter: _Counter) -> Topic:
    counter.enter(depth)
    below = given.get("children") if isinstance(given.get("children"), dict) else {}
    notes = given.get("notes")
    plain = notes.get("plain") if isinstance(notes, dict) else None
    topic = Topic(
        title=_text(given.get("title")),
        notes=_text(plain.get("content")) if isinstance(plain, dict) else "",
        labels=[_text(label) for label in _list(given.get("labels")) if _text(label)],
    )
    for kind, children in below.items():
        if kind == "attached":
            found = [one for one in _list(children) if isinstance(one, dict)]
            topic.children = [_json_topic(one, depth + 1, counter) for one in found]
        else:
            topic.beside += len(_list(children))
    return topic


def _list(value: Any) -> list:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


# XMind 8 and before


def _from_xml(package: Package) -> Sheet:
    root = package.xml("content.xml")
    sheets = root.findall("{*}sheet")
    topic = sheets[0].find("{*}topic") if sheets else None
    if topic is None:
        raise Unreadable(_("The mind map is empty."))
    relations = len(sheets[0].findall("{*}relationships/{*}relationship"))
    return Sheet(_xml_topic(topic, 0, _Counter()), relations, len(sheets) - 1)


def _xml_topic(given: etree._Element, depth: int, counter: _Counter) -> Topic:
    counter.enter(depth)
    topic = Topic(
        title=_text(given.findtext("{*}title")),
        notes=(given.findtext("{*}notes/{*}plain") or "").strip(),
        labels=[_text(one.text) for one in given.findall("{*}labels/{*}label") if _text(one.text)],
    )
    for group in given.findall("{*}children/{*}topics"):
        if group.get("type") == "attached":
            topic.children += [
                _xml_topic(one, depth + 1, counter) for one in group.findall("{*}topic")
            ]
        else:
            topic.beside += len(group)
    return topic
