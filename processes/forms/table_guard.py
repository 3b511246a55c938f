"""What is sent along with a table: the revision seen, and whether removals are meant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from processes.bpmn import Document
from processes.forms.mapping import ConfirmForm
from processes.merging import MINE, THEIRS, Change, Conflict, Merge
from processes.models import ProcessMap

# What a property is called; others are told as what was drawn.
NAMES = {
    "@name": _("Name"),
    "sop@system": _("System"),
    "sop@touch": _("Touch time"),
    "sop@waiting": _("Waiting time"),
    "sop@valueClass": _("Value class"),
    "sop@waste": _("Type of waste"),
    "sop@output": _("Output"),
    "lanes": _("Position"),
    "notes": _("Notes"),
    "order": _("Order of the rows"),
    "whole": _("Kept or removed"),
    "@targetRef": _("Goes on with"),
    "added": _("Added"),
    "removed": _("Removed"),
}
SHOWN = frozenset(["node", "process"])
MOST_SHOWN = 20


class GuardForm(ConfirmForm):
    confirm = forms.BooleanField(
        label=_(
            "Remove these activities all the same. What hangs on them stays readable at their step."
        ),
        required=False,
    )
    asked: tuple[str, ...] = ()
    offer: "Offer | None" = None

    def ask(self, sentences: list[str]) -> None:
        """The activities that would go though something hangs on them, one sentence each."""
        self.asked = tuple(sentences)


@dataclass
class Choice:
    """One contradiction: what it is about, and what either side says."""

    key: str
    words: str
    mine: str
    theirs: str
    chosen: str


@dataclass
class Offer:
    """What others changed since the table was opened, and where that contradicts it."""

    revision: int
    theirs: list[str] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)

    @classmethod
    def of(cls, merge: Merge, process_map: ProcessMap, chosen: Mapping[str, str]) -> "Offer":
        names = _names(merge.document)
        told = [_told(change, names) for change in merge.theirs if change.kind in SHOWN]
        choices = [
            Choice(
                one.key,
                _words(one, names),
                _said(one.mine, names),
                _said(one.theirs, names),
                chosen.get(one.key, ""),
            )
            for one in merge.conflicts
        ]
        return cls(process_map.revision, list(dict.fromkeys(told))[:MOST_SHOWN], choices)


def chosen(data: Any) -> dict[str, str]:
    """Whose side was chosen in each contradiction, by its key."""
    keys = data.getlist("conflict")[:1000]
    picked = {key: data.get(f"choice-{number}", "") for number, key in enumerate(keys)}
    return {key: side for key, side in picked.items() if side in (MINE, THEIRS)}


def _names(document: Document) -> dict[str, str]:
    graph = document.graph()
    return {one.id: one.name for one in (*graph.nodes, *graph.lanes)}


def _told(change: Change, names: Mapping[str, str]) -> str:
    what = NAMES.get(change.what, _("Drawing"))
    name = change.name or names.get(change.element, "")
    return f"{name}: {what}" if name else str(what)


def _words(one: Conflict, names: Mapping[str, str]) -> str:
    what = NAMES.get(one.what, _("Drawing"))
    name = one.name or names.get(one.element, "")
    return f"{name}: {what}" if name else str(what)


def _said(value: str | None, names: Mapping[str, str]) -> str:
    if value is None:
        return gettext("removed")
    return " ".join(names.get(word, word) for word in value.split()) or gettext("empty")
