"""Two at once on PostgreSQL: exactly one wins, and the other changes nothing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from sopman.audit.models import Event
from sopman.core.errors import Refused
from sopman.signatures.enums import Meaning
from sopman.signatures.signing import sign
from sops import actions
from sops.enums import VersionState
from sops.frozen import frozen_content
from sops.models import Sop, SopVersion
from tests.factories import sops as make
from tests.factories.people import PASSWORD, a_controller
from tests.factories.projects import NOON

S = VersionState
pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def race(*runs):
    """Run all at the same moment; what each came to."""
    barrier = Barrier(len(runs))

    def run(action):
        barrier.wait()
        try:
            action()
        except Refused:
            return "refused"
        else:
            return "won"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runs)) as pool:
        return sorted(pool.map(run, runs))


def fresh(version):
    return SopVersion.objects.select_related("sop", "project").get(pk=version.pk)


def test_coming_into_force_happens_once():
    first = make.an_effective_version()
    second = make.a_next_edition(first, state=S.RELEASED)
    enforce = lambda version: lambda: actions.make_effective(version, at=make.LATER)  # noqa: E731
    assert race(enforce(fresh(second)), enforce(fresh(second))) == ["refused", "won"]
    assert SopVersion.objects.effective().filter(sop=first.sop).count() == 1
    assert Event.objects.filter(code="sops.sopversion.effective").count() == 2


def test_releasing_happens_once():
    version = make.a_version_in(S.APPROVED)
    make.clear(version)
    controller = a_controller()

    def release(one):
        return lambda: actions.release(
            one, effective_on=make.EFFECTIVE_ON, actor=controller, at=NOON
        )

    assert race(release(fresh(version)), release(fresh(version))) == ["refused", "won"]


def test_approving_happens_once():
    version = make.a_version_in(S.IN_REVIEW)
    head = version.sop.owning_department.head

    def approve(one):
        def run():
            signature = sign(
                one, signer=head, meaning=Meaning.APPROVED, password=PASSWORD, at=NOON,
                content=frozen_content(one),
            )  # fmt: skip
            actions.approve(one, actor=head, at=NOON, signature=signature)

        return run

    assert race(approve(fresh(version)), approve(fresh(version))) == ["refused", "won"]
    assert SopVersion.objects.get(pk=version.pk).label == "V1.0"


def test_withdrawing_against_a_new_edition_leaves_one_truth():
    first = make.an_effective_version()
    second = make.a_next_edition(first, state=S.RELEASED)
    head = first.sop.owning_department.head
    race(
        lambda: actions.make_effective(fresh(second), at=make.LATER),
        lambda: actions.withdraw(
            first.sop, reason="错误", password=PASSWORD, actor=head, at=make.LATER
        ),
    )
    sop = Sop.objects.get(pk=first.sop_id)
    in_force = SopVersion.objects.effective().filter(sop=sop).count()
    assert in_force == (0 if sop.withdrawn_at else 1)


def test_two_authors_on_one_step_lose_nothing():
    version = make.a_draft()
    step = version.steps.first()
    seen, lead = step.revision, version.project.lead

    def edit(title):
        return lambda: actions.edit_step(step, title=title, seen=seen, actor=lead, at=NOON)

    assert race(edit("甲"), edit("乙")) == ["refused", "won"]


def test_a_number_is_given_once():
    from sops.queries import current_version

    projects = [make.a_drafting_project() for _n in range(2)]

    def start(project):
        return lambda: actions.start_sop(
            project, actor=project.lead, at=NOON, number="ONE-1", title_zh="标题"
        )

    assert race(*map(start, projects)) == ["refused", "won"]
    assert sum(current_version(one) is not None for one in projects) == 1
