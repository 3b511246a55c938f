"""Notices in inboxes and the audit trail, of believable length."""

from datetime import datetime, timedelta

from projects.models import Project
from sopman.audit.models import Event
from sopman.audit.trail import START, digest_of
from sopman.benchmarks.company.size import Company, Size
from sopman.notifications.models import Notice
from sopman.notifications.params import both, stored
from sops.models import Sop

OTHERS = 2  # notices of everybody else
UNREAD = 15
_PROJECT = [
    "projects.project.opened", "projects.charter.edited", "projects.objective.added",
    "projects.objective.changed", "projects.charter.submitted", "projects.charter.signed",
    "projects.project.mapping", "projects.project.facts_changed", "projects.project.optimization",
    "projects.project.drafting", "sops.version.started", "sops.step.added",
]  # fmt: skip
_SOP = ["sops.sopversion.approved", "sops.sopversion.released", "sops.sopversion.effective"]


def seed(company: Company, projects: list[Project], sops: list[Sop], size: Size, *, now: datetime):
    _notices(company, projects, size, now=now)
    chains = [(one, _PROJECT) for one in projects] + [(one, _SOP) for one in sops]
    Event.objects.bulk_create(_events(company, chains, now=now), batch_size=500)


def _notices(company: Company, projects: list[Project], size: Size, *, now: datetime) -> None:
    rows = []
    for user in company.measured:
        rows += [_notice(user, projects, n, now=now) for n in range(size.notices)]
    for user in company.users:
        rows += [_notice(user, projects, n, now=now) for n in range(OTHERS)]
    Notice.objects.bulk_create(rows, batch_size=500)


def _notice(user, projects, n, *, now):
    project = projects[(user.pk + n) % len(projects)]
    at = now - timedelta(hours=n * 5)
    params = {"title": both(project), "code_of_project": project.code, "stage": "起草"}
    if n % 2:
        code, more = "projects.project.advanced", {}
    else:
        code, more = "projects.member.added", {"actor": project.lead, "role": "撰写人"}
    return Notice(
        recipient=user,
        code=code,
        key=f"measured-{n}",
        params={name: stored(value) for name, value in (params | more).items()},
        url=f"/projects/{project.pk}/",
        created_at=at,
        read_at=None if n < UNREAD else at,
    )


def _events(company, chains, *, now):
    """Each chain as `record` writes it."""
    for place, (subject, codes) in enumerate(chains):
        previous, label = START, str(subject)
        actor = company.users[place % len(company.users)]
        for n, code in enumerate(codes, start=1):
            event = Event(
                chain=subject.audit_chain, sequence=n, code=code, actor=actor,
                actor_name=actor.name, subject_type=subject._meta.label_lower,
                subject_id=str(subject.pk), subject_label=label, facts={"name": "投诉答复时长"},
                at=now - timedelta(minutes=place + n * 97), recorded_at=now, previous=previous,
            )  # fmt: skip
            previous = event.digest = digest_of(event)
            yield event
