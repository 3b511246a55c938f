"""Rules that propose findings from a map. A person accepts or dismisses each. Pure.

A proposal is known by its rule and the steps and words it is about, so that it stays the same one when
a figure changes, and a dismissal holds.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.analysis import story
from processes.bpmn import Row
from processes.enums import FindingKind, Frequency, Impact
from processes.signs import is_approval, words_of_risk
from sopman.core.wording import duration

MUCH = 5  # waiting beside touch time, from which on it is worth asking
LEAST_WAIT = Decimal(10)  # minutes; less is nobody's pain
_SEVERAL = re.compile(r"\s*(?:/|、|&|\+|＋|／|\band\b|以及|和|与)\s*", re.IGNORECASE)

RULES = {
    "no_owner": gettext_lazy("No responsible position"),
    "two_owners": gettext_lazy("Two owners"),
    "no_output": gettext_lazy("Handover without output"),
    "typed_again": gettext_lazy("Same data typed again"),
    "approvals": gettext_lazy("Approvals in a row"),
    "long_wait": gettext_lazy("Waiting much longer than working"),
    "risk_words": gettext_lazy("Words of risk"),
    "out_of_scope": gettext_lazy("Outside the scope of the charter"),
}


@dataclass(frozen=True)
class Proposal:
    """What a rule sees, as the finding it would become. `steps` are identities, in their order."""

    rule: str
    kind: str
    text: str
    steps: tuple[str, ...]
    impact: int
    frequency: int
    about: str = ""  # what tells two proposals of a rule at the same steps apart

    @property
    def key(self) -> str:
        said = "\n".join([self.rule, self.about, *sorted(self.steps)])
        return hashlib.sha256(said.encode()).hexdigest()[:24]

    @property
    def label(self):
        return RULES[self.rule]

    @property
    def score(self) -> int:
        return self.impact * self.frequency


def proposals(
    rows: Sequence[Row],
    names: dict[int, str] | None = None,
    outside: dict[int, str] | None = None,
) -> list[Proposal]:
    """The gravest first. `names` says positions in the reader's language, by key; `outside` the
    department of positions whose department the charter doesn't name.
    """
    names = names or {}
    found = [
        *_unowned(rows),
        *_owned_twice(rows, names),
        *_without_output(rows, names),
        *_typed_again(rows),
        *_approvals(rows),
        *_waits(rows),
        *_risks(rows),
        *_out_of_scope(rows, outside or {}),
    ]
    order = list(RULES)
    return sorted(found, key=lambda one: (-one.score, order.index(one.rule)))


def _unowned(rows: Sequence[Row]) -> Iterable[Proposal]:
    for row in rows:
        facts = row.facts
        if facts.position is None and not facts.position_name:
            text = _("Nobody is responsible for “%(name)s”.") % {"name": facts.name}
            yield Proposal(
                "no_owner", FindingKind.BREAKPOINT, text, (facts.step,),
                Impact.NOTICEABLE, Frequency.ALWAYS,
            )  # fmt: skip


def _out_of_scope(rows: Sequence[Row], outside: dict[int, str]) -> Iterable[Proposal]:
    for row in rows:
        facts = row.facts
        department = outside.get(facts.position) if facts.position is not None else None
        if department:
            text = _(
                "“%(name)s” belongs to %(department)s, a department that the charter doesn't name."
            ) % {"name": facts.name, "department": department}
            yield Proposal(
                "out_of_scope", FindingKind.BREAKPOINT, text, (facts.step,),
                Impact.SMALL, Frequency.OFTEN,
            )  # fmt: skip


def _owned_twice(rows: Sequence[Row], names: dict[int, str]) -> Iterable[Proposal]:
    for row in rows:
        facts = row.facts
        said = names.get(facts.position) or facts.position_name
        owners = [one for one in _SEVERAL.split(said) if one]
        if facts.position is None and len(owners) > 1:
            text = _("“%(name)s” has %(n)d owners (%(owners)s); when it goes wrong, none.") % {
                "name": facts.name,
                "n": len(owners),
                "owners": ", ".join(owners),
            }
            yield Proposal(
                "two_owners", FindingKind.BREAKPOINT, text, (facts.step,),
                Impact.NOTICEABLE, Frequency.OFTEN,
            )  # fmt: skip


def _without_output(rows: Sequence[Row], names: dict[int, str]) -> Iterable[Proposal]:
    for told in story(rows):
        facts = told.row.facts
        takers = [way for way in told.onward if way.position is not None]
        if not takers or facts.output:
            continue
        owners = dict.fromkeys(names.get(way.position) or way.position_name for way in takers)
        text = _("“%(name)s” is handed over to %(taker)s, and nothing says what is passed on.") % {
            "name": facts.name,
            "taker": ", ".join(owners),
        }
        yield Proposal(
            "no_output", FindingKind.BREAKPOINT, text, (facts.step,), Impact.SMALL, Frequency.OFTEN
        )


def _typed_again(rows: Sequence[Row]) -> Iterable[Proposal]:
    for item, places in typed_again(rows).items():
        text = _("“%(item)s” is typed in %(n)d times: %(where)s.") % {
            "item": item,
            "n": len(places),
            "where": _listed(places),
        }
        yield Proposal(
            "typed_again", FindingKind.REDUNDANCY, text, tuple(r.facts.step for r in places),
            Impact.NOTICEABLE, Frequency.ALWAYS, about=item.casefold(),
        )  # fmt: skip


def typed_again(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Data that are typed in at two activities or more, with those."""
    found: dict[str, tuple[str, list[Row]]] = {}
    for row in rows:
        for item in row.facts.entered:
            found.setdefault(item.casefold(), (item, []))[1].append(row)
    return {item: places for item, places in found.values() if len(places) > 1}


def _approvals(rows: Sequence[Row]) -> Iterable[Proposal]:
    for run in approvals_in_a_row(rows):
        text = _("%(n)d approvals follow one another: %(where)s. Could one do?") % {
            "n": len(run),
            "where": _listed(run),
        }
        yield Proposal(
            "approvals", FindingKind.REDUNDANCY, text, tuple(r.facts.step for r in run),
            Impact.NOTICEABLE, Frequency.ALWAYS,
        )  # fmt: skip


def approvals_in_a_row(rows: Sequence[Row]) -> list[list[Row]]:
    """Approvals that follow one another with nothing done between; each run once, at its longest."""
    by_number = dict(enumerate(rows, start=1))
    onward = {
        told.number: next(
            (way.number for way in told.onward if way.number and not way.goes_back
             and is_approval(by_number[way.number].facts.name)), None)
        for told in story(rows) if is_approval(told.row.facts.name)
    }  # fmt: skip
    followed = {number for number in onward.values() if number}
    runs = []
    for first in onward:
        if first in followed:
            continue
        run, here = [], first
        while here is not None and len(run) <= len(rows):
            run.append(by_number[here])
            here = onward.get(here)
        if len(run) > 1:
            runs.append(run)
    return runs


def _waits(rows: Sequence[Row]) -> Iterable[Proposal]:
    for row in rows:
        facts = row.facts
        if not facts.touch or not facts.waiting or facts.waiting < LEAST_WAIT:
            continue
        if facts.waiting <= facts.touch * MUCH:
            continue
        text = _("Before “%(name)s” a case waits %(waiting)s for %(touch)s of work.") % {
            "name": facts.name,
            "waiting": duration(facts.waiting),
            "touch": duration(facts.touch),
        }
        yield Proposal(
            "long_wait", FindingKind.PAIN_POINT, text, (facts.step,),
            Impact.NOTICEABLE, Frequency.OFTEN,
        )  # fmt: skip


def _risks(rows: Sequence[Row]) -> Iterable[Proposal]:
    for row in rows:
        facts = row.facts
        said = " ".join([facts.name, facts.system, facts.output, facts.notes, *facts.entered])
        for risk, words in words_of_risk(said):
            text = _("At “%(name)s” (“%(words)s”): %(risk)s") % {
                "name": facts.name,
                "words": "”, “".join(words),
                "risk": risk.sentence,
            }
            yield Proposal(
                "risk_words", FindingKind.RISK, text, (facts.step,), Impact.GRAVE,
                Frequency.RARE, about=risk.code,
            )  # fmt: skip


def _listed(rows: Iterable[Row]) -> str:
    return _(", ").join(row.facts.name for row in rows)
