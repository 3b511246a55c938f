"""Releases and exams, made by walking the real actions."""

from datetime import UTC, date, datetime, timedelta

from projects.enums import Kind
from projects.models import Project
from sopman.people.enums import Role
from sopman.people.queries import with_role
from sops import actions as sops
from sops.models import SopVersion
from tests.factories.people import PASSWORD, a_controller, a_position, a_user
from tests.factories.pilots import AFTER, a_cleared_version
from tests.factories.projects import NOON
from tests.factories.reviews import an_approved_version
from tests.factories.sops import a_draft, a_drafting_project
from tests.shelf import shelved
from training import actions
from training.enums import Channel, QuestionKind
from training.models import Release

PLANNED_AT = AFTER  # the pilot's last day
EFFECTIVE_ON = date(2026, 4, 1)
ON_THE_DAY = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
TAUGHT_AT = AFTER + timedelta(days=2)
CONTENTS = {
    "purpose": "统一线上投诉的处理",
    "core_steps": "登记、十分钟内首次联系",
    "exceptions": "重大投诉升级总监",
    "assessment": "闭卷 30 分钟，80 分合格",
}

SINGLE = [("10 分钟", True), ("30 分钟", False), ("2 小时", False)]
SEVERAL = [("登记工单", True), ("首次联系客户", True), ("直接退款", False)]
TRUTH = [("正确", False), ("错误", True)]


@shelved
def a_planned_release(*, version=None, at=PLANNED_AT):
    version = version or a_cleared_version()
    project = Project.objects.get(pk=version.project_id)
    return actions.plan_release(project, actor=project.lead, at=at)


@shelved
def a_prepared_release(*, readers=2, version=None, at=PLANNED_AT, **exam):
    """Group, list, channel, exam: ready to be released. `release.readers` are its people."""
    release = a_planned_release(version=version, at=at)
    lead = release.project.lead
    position = a_position("客服专员", department=release.project.owning_department)
    people = [a_user(f"读者{n}", position=position) for n in range(1, readers + 1)]
    actions.set_group(
        release, group_name="投诉处理答疑群", consultant=release.version.sop.owner,
        group_link="https://im.example.com/g/1", actor=lead, at=at,
    )  # fmt: skip
    actions.set_distribution(release, positions=[position], actor=lead, at=at)
    actions.place(release, channel=Channel.LIBRARY, where="SOP 文件库", actor=lead, at=at)
    fill_bank(release, at=at)
    settings = {"minutes": 30, "pass_mark": 60, "question_count": 3, "attempts_allowed": 2} | exam
    actions.set_exam(release, actor=lead, at=at, **settings)
    release = Release.objects.for_page().get(pk=release.pk)
    release.readers = people
    return release


def fill_bank(release, *, at=PLANNED_AT):
    """One question of each kind, all about the first step."""
    step = release.version.steps.first().step
    for kind, text, options in (
        (QuestionKind.SINGLE, "多久之内首次联系客户？", SINGLE),
        (QuestionKind.MULTIPLE, "收到投诉先做什么？", SEVERAL),
        (QuestionKind.TRUE_FALSE, "门店投诉也按本 SOP 处理。", TRUTH),
    ):
        actions.write_question(
            release, kind=kind, text=text, options=options, step=step,
            actor=release.project.lead, at=at,
        )  # fmt: skip


def publish(release, *, effective_on=EFFECTIVE_ON, actor=None, at=PLANNED_AT, **more):
    """By the controller where there is one, else by the lead."""
    actor = actor or with_role(Role.DOCUMENT_CONTROLLER).first() or release.project.lead
    return actions.publish(
        release, effective_on=effective_on, password=PASSWORD, actor=actor, at=at, **more
    )


@shelved
def a_released_version(**fields):
    """Released with a date ahead; readers are told."""
    release = a_prepared_release(**fields)
    people = release.readers
    publish(release)
    release = Release.objects.for_page().get(pk=release.pk)
    release.readers = people
    return release


def teach(release, people=None, *, at=TAUGHT_AT):
    lead = release.project.lead
    session = actions.plan_session(
        release, starts_at=at - timedelta(hours=1), place="三号会议室", trainer=lead,
        actor=lead, at=at - timedelta(hours=2),
    )  # fmt: skip
    actions.hold_session(session, contents=CONTENTS, actor=lead, at=at)
    actions.record_attendance(session, people=people or release.readers, actor=lead, at=at)
    return session


@shelved
def an_open_attempt(release=None, user=None, *, at=TAUGHT_AT):
    """A reader sits the exam right now."""
    release = release or a_released_version()
    user = user or release.readers[0]
    if not release.sessions.filter(attendances__user=user).exists():
        teach(release, [user], at=at)
    return actions.start_attempt(release.exam, actor=user, at=at)


def answer_all(attempt, *, right=True, at=TAUGHT_AT):
    for asked in attempt.paper:
        key = attempt.key[asked["item"]]
        wrong = [one["option"] for one in asked["options"] if one["option"] not in key][:1]
        actions.save_answer(
            attempt, item=asked["item"], choice=key if right else wrong, seq=1,
            actor=attempt.user, at=at,
        )  # fmt: skip


def pass_exam(release, user, *, at=TAUGHT_AT):
    attempt = an_open_attempt(release, user, at=at)
    answer_all(attempt, at=at)
    return actions.hand_in(attempt, actor=user, at=at)


def in_force(release, *, at=ON_THE_DAY):
    actions.take_effect(release, at=at)
    release.refresh_from_db()
    return release


def the_next_edition_of(old):
    """V2.0 of an SOP in force, through review and pilot."""
    project = a_drafting_project(kind=Kind.REVISION)
    draft = a_draft(project=project, sop=old.sop)
    lead = draft.project.lead
    sops.note_change(draft, change_note="时限改为十分钟", actor=lead, at=NOON)
    return a_cleared_version(version=an_approved_version(version=draft))


def version_of(release):
    return SopVersion.objects.get(pk=release.version_id)


__all__ = ["NOON", "a_controller", "a_released_version"]
