"""SOPs and their versions, made by walking the real actions."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from projects.enums import Stage
from projects.models import Project
from sopman.signatures.enums import Meaning
from sopman.signatures.signing import sign
from sops import actions
from sops.enums import ClearedBy, SectionKind, VersionState
from sops.frozen import frozen_content
from tests.factories.people import PASSWORD, a_controller, a_department, a_position, a_user
from tests.factories.projects import NOON, a_project
from tests.shelf import shelved

EFFECTIVE_ON = date(2026, 3, 2)
LATER = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
TEXTS = {
    SectionKind.PURPOSE: "统一线上投诉的处理。",
    SectionKind.SCOPE: "适用于线上渠道。\n\n- 官网\n- 小程序",
    SectionKind.RESPONSIBILITIES: "- **客服专员**：登记并首次联系客户。",
    SectionKind.PROCEDURE: "收到投诉即开始。",
    SectionKind.RELATED: "无。",
    SectionKind.RECORDS: "投诉处理单。",
}
_numbers = count(1)


@shelved
def a_drafting_project(**fields):
    """A project placed into the drafting stage, without what the stages below deliver."""
    project = a_project(**fields)
    if project.stage != Stage.DRAFTING:
        Project.objects.filter(pk=project.pk).update(stage=Stage.DRAFTING)
        project.stage_records.filter(left_at=None).update(stage=Stage.DRAFTING)
        project = Project.objects.get(pk=project.pk)
    return project


@shelved
def a_draft(
    *, project=None, steps=("登记投诉", "首次联系客户"), complete=True, number="", **fields
):
    """A draft in its project's drafting stage; complete enough for the gate unless told otherwise."""
    project = project or a_drafting_project()
    n = next(_numbers)
    fields.setdefault("title_zh", f"线上投诉处理{n}")
    fields.setdefault("title_en", f"Handling of complaints {n}")
    version = actions.start_sop(
        project, actor=project.lead, at=NOON, number=number or f"CS-SOP-{n:03}", **fields
    )
    if complete:
        complete_draft(version, steps=steps)
    return version


def complete_draft(version, *, steps=("登记投诉", "首次联系客户")):
    """Six sections and steps with a responsible position."""
    lead = version.project.lead
    for kind, body in TEXTS.items():
        actions.edit_section(version, kind=kind, body=body, actor=lead, at=NOON)
    position = a_position("客服专员", department=version.sop.owning_department)
    for n, title in enumerate(steps):
        actions.add_step(
            version,
            title=title,
            actor=lead,
            at=NOON,
            action=f"{title}，**10 分钟**内完成。",
            position=position,
            time_limit_value=Decimal(10) if n else None,
            time_limit_unit="minutes" if n else "",
            output_standard="工单已登记",
        )
    return version


@shelved
def a_version_in(state, **fields):
    """A version in `state`, walked there through the actions."""
    version = a_draft(**fields)
    for target in _road(state):
        version = WALK[target](version)
    return version


def submit(version):
    return actions.submit_for_review(version, actor=version.project.lead, at=NOON)


def approve(version, *, head=None):
    head = head or version.sop.owning_department.head
    signature = sign(
        version,
        signer=head,
        meaning=Meaning.APPROVED,
        password=PASSWORD,
        at=NOON,
        content=frozen_content(version),
    )
    return actions.approve(version, actor=head, at=NOON, signature=signature)


def start_pilot(version):
    return actions.start_pilot(version, actor=version.project.lead, at=NOON)


def clear(version):
    """By waiving the pilot, with the head's signature."""
    head = version.sop.owning_department.head
    content = {"waive": version.sop.number}
    signature = sign(
        version, signer=head, meaning=Meaning.WAIVED, password=PASSWORD, at=NOON, content=content
    )
    return actions.clear(
        version,
        by=ClearedBy.WAIVED,
        reason="内容无实质变化",
        signature=signature,
        actor=head,
        at=NOON,
    )


def release(version, *, effective_on=EFFECTIVE_ON, actor=None):
    if version.cleared_by == ClearedBy.NONE:
        clear(version)
    actor = actor or a_controller()
    return actions.release(version, effective_on=effective_on, actor=actor, at=NOON)


def enforce(version):
    return actions.make_effective(version, at=LATER)


def withdraw(version):
    head = version.sop.owning_department.head
    actions.withdraw(version.sop, reason="业务停止", password=PASSWORD, actor=head, at=LATER)
    version.refresh_from_db()
    return version


def drop(version):
    return actions.drop(version, reason="不再需要", actor=version.project.lead, at=NOON)


WALK = {
    VersionState.IN_REVIEW: submit,
    VersionState.APPROVED: approve,
    VersionState.IN_PILOT: start_pilot,
    VersionState.RELEASED: release,
    VersionState.EFFECTIVE: enforce,
    VersionState.WITHDRAWN: withdraw,
    VersionState.DROPPED: drop,
}
_TO_APPROVED = [VersionState.IN_REVIEW, VersionState.APPROVED]
_TO_EFFECTIVE = [*_TO_APPROVED, VersionState.RELEASED, VersionState.EFFECTIVE]
ROADS = {
    VersionState.DRAFT: [],
    VersionState.IN_REVIEW: _TO_APPROVED[:1],
    VersionState.APPROVED: _TO_APPROVED,
    VersionState.IN_PILOT: [*_TO_APPROVED, VersionState.IN_PILOT],
    VersionState.RELEASED: _TO_EFFECTIVE[:3],
    VersionState.EFFECTIVE: _TO_EFFECTIVE,
    VersionState.SUPERSEDED: _TO_EFFECTIVE,
    VersionState.WITHDRAWN: [*_TO_EFFECTIVE, VersionState.WITHDRAWN],
    VersionState.DROPPED: [VersionState.DROPPED],
}


def _road(state):
    return ROADS[VersionState(state)]


def an_effective_version(**fields):
    return a_version_in(VersionState.EFFECTIVE, **fields)


@shelved
def a_superseded_version(**fields):
    """The first edition, after a second one came into force."""
    first = an_effective_version(**fields)
    a_next_edition(first, state=VersionState.EFFECTIVE)
    first.refresh_from_db()
    return first


def a_next_edition(version, *, state=VersionState.DRAFT, kind="minor"):
    """The next version of an SOP that is in force, by a small project of its own."""
    sop = version.sop
    project = a_drafting_project(department=sop.owning_department, kind=kind)
    following = actions.start_sop(project, sop=sop, actor=project.lead, at=NOON)
    actions.note_change(following, change_note="时限改为 8 分钟", actor=project.lead, at=NOON)
    for target in _road(state):
        following = WALK[target](following)
    return following


@shelved
def an_imported_sop(*, owner=None, department=None, actor=None, **fields):
    """An existing SOP brought into force."""
    department = department or a_department(head=a_user())
    fields.setdefault("number", f"OLD-{next(_numbers):03}")
    fields.setdefault("title_zh", "收货作业标准")
    fields.setdefault("old_version", "V2.0")
    fields.setdefault("effective_on", date(2024, 8, 26))
    return actions.import_existing(
        owning_department=department,
        owner=owner or a_user(),
        actor=actor or department.head,
        password=PASSWORD,
        at=NOON,
        **fields,
    )
