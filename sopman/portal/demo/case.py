"""What a project of the demonstration is about, as data; `walking` carries it through the stages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sopman.portal.demo.gathering import Evidence


@dataclass(frozen=True)
class Row:
    """One activity of the present process; `position` is a code."""

    name: str
    position: str
    system: str
    touch: int
    waiting: int
    value: str
    entered: str = ""  # data that are typed in here
    output: str = ""
    waste: str = ""


@dataclass(frozen=True)
class Finding:
    kind: str
    text: str
    impact: int
    frequency: int
    evidence: str
    at: tuple[str, ...]  # names of activities
    rule: str = ""  # of the analysis that proposed it


@dataclass(frozen=True)
class Dismissed:
    """What the analysis proposed at an activity and the team did not take for a problem."""

    rule: str
    at: str
    reason: str


@dataclass(frozen=True)
class Decided:
    """A decision about an as-is activity. `answers` are positions in the list of findings."""

    what: str
    decision: str
    reason: str = ""
    answers: tuple[int, ...] = ()
    into: str = ""
    name: str = ""
    position: str = ""
    system: str = ""
    touch: int | None = None
    waiting: int | None = None


@dataclass(frozen=True)
class Added:
    """An activity the present process doesn't have; it stands after the as-is activity `after`."""

    name: str
    after: str
    reason: str
    position: str
    system: str
    touch: int
    waiting: int
    value: str
    answers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Control:
    at: str
    why: str
    limit: tuple[int, str]
    standard: str
    on_failure: str
    escalation: str = ""


@dataclass(frozen=True)
class Passing:
    """What is handed over between two activities; without one of its own a plain one is agreed."""

    source: str
    target: str
    what: str
    limit: tuple[int, str]
    form: str
    acceptance: str
    copied_to: str = ""


@dataclass(frozen=True)
class Branches:
    at: str
    question: str
    ways: tuple[tuple[str, str], ...]  # (condition, name of the target)


@dataclass(frozen=True)
class Duties:
    at: str
    approves: str = ""
    takes_part: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Goal:
    name_zh: str
    name_en: str
    metric: str
    unit: str
    direction: str
    baseline: Decimal | None
    target: Decimal
    where: str
    window: str


@dataclass(frozen=True)
class Scope:
    zh: str
    en: str
    covered_by: str = ""  # given: out of scope


@dataclass(frozen=True)
class Words:
    """What an author writes into a step beside what the plan says already."""

    action: str = ""
    caution: str = ""
    example: str = ""
    standard: str = ""
    limit: tuple[int, str] | None = None


@dataclass(frozen=True)
class Case:
    """One SOP project. People, positions and departments are named by their short keys."""

    title_zh: str
    title_en: str
    number: str
    department: str
    lead: str
    team: Mapping[str, tuple[str, str]]  # role → (person, division of work)
    concerned: tuple[str, ...]
    addressed: tuple[str, ...]
    background: str
    purpose: str
    begins: str
    ends: str
    goals: Sequence[Goal]
    scope: Sequence[Scope]
    template: str = ""  # code of the charter template it begins with
    rows: Sequence[Row] = ()
    as_is_branches: Sequence[Branches] = ()
    findings: Sequence[Finding] = ()
    dismissed: Sequence[Dismissed] = ()
    evidence: Evidence | None = None
    decisions: Sequence[Decided] = ()
    additions: Sequence[Added] = ()
    systems: Mapping[str, str] = field(
        default_factory=dict
    )  # of to-be activities, where it changes
    to_be_branches: Sequence[Branches] = ()
    controls: Sequence[Control] = ()
    passings: Sequence[Passing] = ()
    duties: Sequence[Duties] = ()
    words: Mapping[str, Words] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    related: Sequence[tuple[str, str]] = ()
    forms: Sequence[tuple[str, str, str]] = ()  # number, title, name of the activity


@dataclass(frozen=True)
class Remark:
    """A comment in a review, with what becomes of it."""

    seat: str
    dimension: str
    kind: str
    text: str
    at: str = ""  # name of a step
    section: str = ""
    disposition: str = ""
    reply: str = ""


@dataclass(frozen=True)
class Exercise:
    """A question of the exam: (answer, whether it is right)."""

    kind: str
    text: str
    options: tuple[tuple[str, bool], ...]
    at: str = ""
    why: str = ""
