"""What a merge of two edits says to the reader: sentences and values instead of element ids."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from processes.bpmn import Document
from processes.enums import ValueClass, WasteType
from processes.merging import Change, Conflict, Merge

MOST_TOLD = 40
_TAGS = re.compile(r"<[^<>]*>")


def offer(merged: Merge, documents: Iterable[Document]) -> dict[str, Any]:
    """`mine`, `theirs`: sentences; `conflicts`: what is to be chosen, with both values."""
    words = _Words(documents)
    return {
        "mine": words.told(merged.mine),
        "theirs": words.told(merged.theirs),
        "conflicts": [words.conflict(one) for one in merged.conflicts],
    }


class _Words:
    def __init__(self, documents: Iterable[Document]) -> None:
        self.names: dict[str, str] = {}
        for document in documents:
            for element in document.root.iter("{*}*"):
                if element.get("id") and element.get("name"):
                    self.names[element.get("id", "")] = element.get("name", "")
            for flow in document.flows():
                ends = [self.called(flow.get(end, "")) for end in ("sourceRef", "targetRef")]
                self.names.setdefault(flow.get("id", ""), " → ".join(ends))

    def called(self, name: str) -> str:
        kinds = {
            "Start": pgettext("map", "Start"),
            "End": pgettext("map", "End"),
            "Gateway": pgettext("map", "Decision"),
        }
        return self.names.get(name) or kinds.get(name.partition("_")[0]) or name

    def told(self, changes: list[Change]) -> list[str]:
        found = list(dict.fromkeys(self._sentences(changes)))
        if len(found) > MOST_TOLD:
            found = [*found[:MOST_TOLD], _("… and %(n)d more") % {"n": len(found) - MOST_TOLD}]
        return found

    def _sentences(self, changes: list[Change]) -> Iterator[str]:
        whole = {one.element for one in changes if one.what in ("added", "removed")}
        for one in changes:
            told = {"name": self.called(one.element)}
            if one.what == "added":
                yield _("“%(name)s” was added.") % told
            elif one.what == "removed":
                yield _("“%(name)s” was removed.") % told
            elif (label := _label(one.what)) and one.element not in whole:
                told |= {
                    "what": label,
                    "before": self.value(one.what, one.before) or _("empty"),
                    "after": self.value(one.what, one.after) or _("empty"),
                }
                yield _("“%(name)s”: %(what)s %(before)s → %(after)s") % told

    def conflict(self, one: Conflict) -> dict[str, Any]:
        return {
            "key": one.key,
            "title": f"{self.called(one.element)} · {_label(one.what) or _('Other details')}",
            "base": self._side(one, one.base),
            "mine": self._side(one, one.mine),
            "theirs": self._side(one, one.theirs),
        }

    def _side(self, one: Conflict, value: str | None) -> str:
        if one.what == "whole":
            return _("Remove it") if value is None else _("Keep it, with what was changed")
        return self.value(one.what, value or "") or _("empty")

    def value(self, what: str, value: str) -> str:
        if what == "lanes":
            return ", ".join(self.called(lane) for lane in value.split())
        if what in ("@sourceRef", "@targetRef"):
            return self.called(value)
        if what == "sop@valueClass" and value in ValueClass.values:
            return str(ValueClass(value).label)
        if what == "sop@waste" and value in WasteType.values:
            return str(WasteType(value).label)
        return _TAGS.sub("", value)[:200]


def _label(what: str) -> str:
    """Empty for what follows from something else and needs no words of its own."""
    return {
        "@name": _("Name"),
        "@sourceRef": _("Comes from"),
        "@targetRef": _("Leads to"),
        "lanes": _("Position"),
        "notes": _("Notes"),
        "order": _("Order"),
        "whole": _("Remove or keep"),
        "sop@system": _("System"),
        "sop@touch": _("Touch time (minutes)"),
        "sop@waiting": _("Waiting time (minutes)"),
        "sop@valueClass": _("Value class"),
        "sop@waste": _("Type of waste"),
        "sop@entered": _("Data typed in here"),
        "sop@output": _("Output"),
        "sop@position": _("Position"),
        "{urn:sopman:bpmn:1}share": _("Share of the cases"),
    }.get(what.removeprefix("@") if what.startswith("@{") else what, "")
