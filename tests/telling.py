"""In every test, a verb that changes what is kept by the head of a chain has to record an event.

The page of a project and the board keep what they say by the head of the project's chain. That is
right as long as nothing that they show is ever changed without an event. So every write to these
tables is watched: the outermost verb it was made by has to append to a chain before it ends, unless
it is named below with its reason. Rows that a test makes by hand are nobody's verb.
"""

import re
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.backends.signals import connection_created

# What the criteria, the progress, the plan, the objectives and the trail of a project are read from.
# tests/projects/test_kept_by_chain.py compares it with what is really read.
TOLD = (
    "projects.Project", "projects.Project_departments", "projects.Project_positions",
    "projects.Charter", "projects.Objective", "projects.ScopeItem", "projects.Membership",
    "projects.Milestone", "projects.StageRecord",
    "processes.ProcessMap", "processes.Activity", "processes.Flow", "processes.Step",
    "processes.Finding", "processes.Finding_steps", "processes.AcceptedFinding",
    "processes.AbsentProcess", "processes.Change", "processes.Change_findings",
    "processes.Redesign", "processes.StepOrigin", "processes.Responsibility",
    "processes.ControlPoint", "processes.Handover",
    "sops.Sop", "sops.ProjectSop", "sops.SopVersion", "sops.SopVersion_authors", "sops.Section", "sops.SopStep",
    "sops.SopStepBranch", "sops.Omission", "sops.RelatedDocument", "sops.RecordForm",
    "sops.StepPicture",
    "reviews.Round", "reviews.Seat", "reviews.Comment",
    "pilots.Pilot", "pilots.Scenario", "pilots.Participant", "pilots.Problem", "pilots.Figure", "pilots.Answer",
    "training.Release", "training.Release_positions", "training.Placement", "training.Exam",
    "training.Question",
)  # fmt: skip
# Verbs that write there and record nothing, and why what is kept is right all the same.
SILENT = {
    "reviews.actions.reviewing.add_comment": "nobody's until it is handed in, which is recorded",
    "reviews.actions.reviewing.change_comment": "the same",
    "reviews.actions.reviewing.remove_comment": "the same",
    "processes.actions.maps.new_step": "a bare identity: nobody's until a map or an SOP takes it up",
}
_FLOORS = "projects|processes|sops|reviews|pilots|training"
_VERBS = re.compile(rf"^(?:{_FLOORS})\.(?:actions|tasks|leaving)(?:\.|$)")
_WRITE = re.compile(r'^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.I)
_TAKEN_BACK = re.compile(r"^\s*ROLLBACK", re.I)
_TRAIL = "audit_event"

untold: list[str] = []
seen: Counter[str] = Counter()
_thread = threading.local()
_tables: dict[str, str] = {}


@dataclass
class Verb:
    """The outermost verb that is running in a thread."""

    frame: Any
    name: str
    wrote: set[str] = field(default_factory=set)
    told: bool = False


def tables() -> dict[str, str]:
    if not _tables:
        _tables.update({apps.get_model(one)._meta.db_table: one for one in TOLD})
    return _tables


def watch(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    if _TAKEN_BACK.match(sql):
        _taken_back()
    elif (found := _WRITE.match(sql)) and (found[1] == _TRAIL or found[1] in tables()):
        _written(found[1])
    return result


def judged() -> list[str]:
    """What was changed without a word since this was asked last, by verb."""
    _end()
    found = untold[:]
    untold.clear()
    return found


def _written(table: str) -> None:
    frame = _outermost()
    verb = getattr(_thread, "verb", None)
    if verb is None or verb.frame is not frame:
        _end()
        if frame is None:
            return
        verb = _thread.verb = Verb(frame, _name(frame))
    if table == _TRAIL:
        verb.told = True
    else:
        verb.wrote.add(tables()[table])


def _end() -> None:
    verb, _thread.verb = getattr(_thread, "verb", None), None
    if verb is None or not verb.wrote:
        return
    seen.update(verb.wrote)
    if not verb.told and verb.name not in SILENT:
        untold.append(f"{verb.name} changed {', '.join(sorted(verb.wrote))} and recorded nothing")


def _taken_back() -> None:
    verb = getattr(_thread, "verb", None)
    if verb is not None and not verb.told:
        verb.wrote.clear()


def _outermost() -> Any:
    found, frame = None, sys._getframe(2)
    while frame is not None:
        if _VERBS.match(frame.f_globals.get("__name__", "")):
            found = frame
        frame = frame.f_back
    return found


def _name(frame: Any) -> str:
    return f"{frame.f_globals['__name__']}.{frame.f_code.co_name}"


def _joined(connection: Any, **_signal: Any) -> None:
    if watch in connection.execute_wrappers:
        return
    connection.execute_wrappers.append(watch)
    rollback = connection._rollback

    def taken_back() -> Any:
        _taken_back()
        return rollback()

    connection._rollback = taken_back


def begin() -> None:
    connection_created.connect(_joined, dispatch_uid="tests.telling")
