"""SOPs in force with six sections and eight steps, drafts of running projects, releases."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType

from processes.models import Step
from projects.enums import Stage
from projects.models import Project
from sopman.benchmarks.company.size import Company, Size
from sopman.signatures.enums import Meaning
from sopman.signatures.models import Signature
from sopman.signatures.signing import sha256_of
from sops.enums import ClearedBy, SectionKind, VersionState
from sops.frozen import frozen_content
from sops.models import ProjectSop, Section, Sop, SopStep, SopVersion
from sops.queries import with_content
from training.enums import ReleaseState
from training.models import Exam, Release

STEPS = 8
SINCE = date(2025, 6, 1)
_S = VersionState
_WRITING = {
    Stage.DRAFTING: _S.DRAFT,
    Stage.REVIEW: _S.IN_REVIEW,
    Stage.PILOT: _S.IN_PILOT,
    Stage.RELEASE: _S.APPROVED,
}
_BODY = (
    "本章说明线上投诉的处理要求，适用于官网、小程序与电话渠道。\n\n"
    "- **客服专员**：登记投诉并在 10 分钟内首次联系客户。\n"
    "- **技术支持**：2 小时内给出结论，抄送主管。\n"
)
_ACTION = "打开工单系统，核对客户与订单，**10 分钟**内电话联系客户。\n\n1. 核对\n2. 联系\n3. 记录"


def seed(company: Company, projects: list[Project], size: Size, *, now: datetime) -> list[Sop]:
    closed = [one for one in projects if one.stage == Stage.CLOSED][: size.sops]
    writing = [one for one in projects if one.stage in _WRITING]
    sops = _register(company, size.sops + len(writing), now=now)
    owners = [*closed, *[None] * (size.sops - len(closed)), *writing]
    versions = _versions(sops, owners, now=now)
    _content(company, versions, now=now)
    _freeze(versions)
    _move(company, versions[: size.sops], writing, versions[size.sops :], now=now)
    _releases(company, versions[: len(closed)], now=now)
    company.sop = sops[0]
    return sops


def _register(company: Company, count: int, *, now: datetime) -> list[Sop]:
    users, places, posts = company.users, company.departments, company.positions
    rows = [
        Sop(
            number=f"CS-SOP-{n:05}", title_zh=f"线上投诉处理作业标准{n}",
            title_en=f"Handling of complaints {n}", owning_department=places[n % len(places)],
            owner=users[n * 3 % len(users)], created_at=now - timedelta(days=400),
        )
        for n in range(count)
    ]  # fmt: skip
    rows = Sop.objects.bulk_create(rows, batch_size=500)
    link = Sop.positions.through
    links = [
        link(sop=one, position=posts[(n * 2 + k) % len(posts)])
        for n, one in enumerate(rows)
        for k in range(2)
    ]
    link.objects.bulk_create(links, batch_size=500)
    return rows


def _versions(sops: list[Sop], owners: list, *, now: datetime) -> list[SopVersion]:
    rows = [
        SopVersion(sop=sop, project=project, created_at=now, snapshot_count=2)
        for sop, project in zip(sops, owners, strict=True)
    ]
    rows = SopVersion.objects.bulk_create(rows, batch_size=200)
    link = SopVersion.authors.through
    links = [link(sopversion=one, user_id=one.sop.owner_id) for one in rows]
    link.objects.bulk_create(links, batch_size=500)
    return rows


def _content(company: Company, versions: list[SopVersion], *, now: datetime) -> None:
    posts = company.positions
    sections = [
        Section(version=one, kind=kind, body=_BODY) for one in versions for kind in SectionKind
    ]
    Section.objects.bulk_create(sections, batch_size=500)
    steps = [Step(project=one.project, made_at=now) for one in versions for _n in range(STEPS)]
    Step.objects.bulk_create(steps, batch_size=500)
    rows = [
        SopStep(
            version=one, step=steps[place * STEPS + n], order=n + 1, title=f"处理第 {n + 1} 步",
            action=_ACTION, position=posts[(place + n) % len(posts)], system="工单系统",
            time_limit_value=Decimal(10), time_limit_unit="minutes", output_standard="工单已登记",
            caution="不得承诺赔付金额。" if n % 3 == 0 else "", is_control_point=n == 1,
        )
        for place, one in enumerate(versions)
        for n in range(STEPS)
    ]  # fmt: skip
    SopStep.objects.bulk_create(rows, batch_size=500)


def _freeze(versions: list[SopVersion]) -> None:
    """The canonical content, as the submission writes it."""
    keys = [one.pk for one in versions]
    for start in range(0, len(keys), 200):
        rows = with_content(SopVersion.objects.filter(pk__in=keys[start : start + 200]))
        for row in rows:
            row.frozen = frozen_content(row)
            row.content_sha256 = sha256_of(row.frozen)
        SopVersion.objects.bulk_update(rows, ["frozen", "content_sha256"], batch_size=50)


def _move(company, in_force, projects, drafts, *, now):
    """To their states, by one statement each: text of what is no draft can't be written later."""
    signature = _signature(company, in_force[0], now=now)
    signed = {
        "major": 1,
        "minor": 0,
        "approved_at": now - timedelta(days=200),
        "approved_by": company.users[0],
        "approval": signature,
    }
    force = signed | {
        "state": _S.EFFECTIVE,
        "cleared_by": ClearedBy.PILOT,
        "released_at": now - timedelta(days=190),
        "effective_on": SINCE,
        "effective_at": now - timedelta(days=180),
    }
    SopVersion.objects.filter(pk__in=_keys(in_force)).update(**force)
    links = [
        ProjectSop(project=project, sop=one.sop, version=one)
        for project, one in zip(projects, drafts, strict=True)
    ]
    links += [
        ProjectSop(project=one.project, sop=one.sop, version=one)
        for one in in_force
        if one.project_id
    ]
    ProjectSop.objects.bulk_create(links, batch_size=500)
    for stage, state in _WRITING.items():
        here = [one for one in drafts if one.project.stage == stage]
        if state == _S.DRAFT:
            SopVersion.objects.filter(pk__in=_keys(here)).update(frozen=None, content_sha256="")
            continue
        given = signed if state in (_S.IN_PILOT, _S.APPROVED) else {}
        SopVersion.objects.filter(pk__in=_keys(here)).update(state=state, **given)


def _keys(rows: list) -> list[int]:
    return [one.pk for one in rows]


def _signature(company: Company, subject: SopVersion, *, now: datetime) -> Signature:
    return Signature.objects.create(
        signer=company.users[0],
        signer_name=company.users[0].name,
        meaning=Meaning.APPROVED,
        at=now - timedelta(days=200),
        subject_type=ContentType.objects.get_for_model(SopVersion),
        subject_id=str(subject.pk),
        subject_label=str(subject),
        content="{}",
        content_sha256=sha256_of({}),
    )


def _releases(company: Company, versions: list[SopVersion], *, now: datetime) -> None:
    """Of the versions that came out of a project; the measured positions stand on every third."""
    posts = company.positions
    signature = Signature.objects.first()
    rows = [
        Release(
            project=one.project, version=one, group_name="投诉处理答疑群", consultant=one.sop.owner,
            group_link="https://im.example.com/g/1", effective_on=SINCE,
            released_at=now - timedelta(days=190), signature=signature, state=ReleaseState.IN_FORCE,
        )
        for one in versions
    ]  # fmt: skip
    rows = Release.objects.bulk_create(rows, batch_size=500)
    link = Release.positions.through
    lists = {(one.pk, posts[n * 5 % len(posts)].pk) for n, one in enumerate(rows)}
    lists |= {(one.pk, posts[-1].pk) for one in rows[::3]}
    link.objects.bulk_create([link(release_id=one, position_id=post) for one, post in lists])
    Exam.objects.bulk_create([Exam(release=one) for one in rows], batch_size=500)
