"""One project of the team in every stage, walked there by the real actions."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from pilots import actions as pilots
from processes import actions as processes
from processes.enums import Decision, MapKind
from processes.models import Change, Handover
from processes.queries.proposals import proposed
from projects import actions as projects
from projects.enums import Stage
from projects.models import CharterTemplate, Project
from reviews.enums import SeatKind
from sopman.files.actions import attach
from sops import actions as sops
from sops.enums import VersionState
from tests.factories import evidence as gathered
from tests.factories import ground, optimization
from tests.factories import reviews as rounds
from tests.factories import training as releases
from tests.factories.people import (
    PASSWORD,
)
from tests.factories.pilots import a_planned_pilot, a_running_pilot, answer, measure
from tests.factories.processes import a_mapped_project
from tests.factories.projects import NOON, a_project, complete_charter
from tests.factories.sops import (
    WALK,
    a_draft,
    an_effective_version,
    clear,
    complete_draft,
)
from tests.permissions.team import drafted, own, staffed
from training import actions as training


def charter(world):
    project = staffed(world, complete_charter(a_project(**own(world))))
    membership = project.memberships.get(user=world.people["PM"])
    task = projects.add_task(
        project, what="收集案例", holder=world.people["PM"], due_on=project.wished_effective_on,
        actor=project.lead, at=NOON,
    )  # fmt: skip
    template = CharterTemplate.objects.create(code="ours", name_zh="自有", name_en="Ours")
    world.charter = project
    world.about |= {
        "charter": project.pk,
        "charter objective": project.objectives.get().pk,
        "charter scope": project.scope_items.first().pk,
        "charter member": membership.pk,
        "charter task": task.pk,
        "charter template": template.pk,
    }


def mapping(world):
    project = staffed(world, a_mapped_project(**own(world, baseline=False)))
    process_map = project.maps.get()
    first = process_map.activities.order_by("order").first()
    finding = project.findings.get()
    evidence = attach(
        finding, upload=ground.a_picture(), actor=project.lead, at=NOON, purpose="evidence"
    )
    bare = complete_charter(a_project(**own(world, has_present_process=False)))
    bare = projects.sign_charter(
        staffed(world, bare), actor=world.people["DH"], password=PASSWORD, at=NOON
    )
    proposal, other = proposed(project)[:2]
    dismissed = processes.dismiss_proposal(
        project, key=other.key, reason="夜间无人值守", actor=project.lead, at=NOON
    )
    revision = projects.propose_revision(
        project.objectives.get(), reason="测量口径有变", target=Decimal(20), actor=project.lead,
        at=NOON,
    )  # fmt: skip
    world.mapping, world.map = project, process_map
    world.about |= {
        "mapping proposal": {"project_pk": project.pk, "key": proposal.key},
        "dismissed proposal": dismissed.pk,
        "mapping": project.pk,
        "mapping objective": project.objectives.get().pk,
        "mapping revision": revision.pk,
        "mapping without process": bare.pk,
        "map": process_map.pk,
        "map step": {"map_pk": process_map.pk, "step": first.step_id},
        "map step up": {"map_pk": process_map.pk, "step": first.step_id, "way": "down"},
        "map file": {"project_pk": project.pk, "kind": MapKind.AS_IS, "ending": "svg"},
        "finding": finding.pk,
        "finding evidence": {"pk": finding.pk, "file": evidence.pk},
        "evidence": {"pk": evidence.pk, "name": evidence.name},
        "step": first.step_id,
    }


def evidence(world):
    """What the map of the project in mapping rests on; two of it say different minutes."""
    project = world.mapping
    head = {"actor": project.lead, "at": NOON}
    consent = {"consent_by": "李敏", "consent_on": NOON.date()}
    record = gathered.a_record(project, **consent)
    other = gathered.a_record(project, outsider="王强")
    step = gathered.steps_of(project)[0]
    pin = gathered.says_minutes(record, step, 5)
    rested = gathered.says_minutes(other, step, 12)
    finding = project.findings.get()
    finding.records.set([other])
    finding.pins.set([rested])
    picture = processes.attach_file(record, upload=ground.a_picture(), **head)
    sound = processes.attach_file(record, upload=ground.a_recording(), **head)
    observed = gathered.a_record(project, "observation", title="现场观察")
    cycle = gathered.a_cycle(observed, [(step, 300, 60)])
    processes.settle(
        project, step=step, aspect="touch", chosen="12", reason="含查历史",
        seen=["5", "12"], **head,
    )  # fmt: skip
    differing = {"project_pk": project.pk, "step": step.pk, "aspect": "touch"}
    world.about |= {
        "record": record.pk,
        "record file": {"pk": record.pk, "file": picture.pk},
        "recording": {"pk": sound.pk, "name": sound.name},
        "record picture": {"pk": picture.pk, "name": picture.name},
        "observation": observed.pk,
        "pin": pin.pk,
        "cycle": cycle.pk,
        "differing": differing,
        "mapping interview": {"project_pk": project.pk, "kind": "interview"},
    }


def redesign(world):
    project = staffed(world, optimization.an_agreed_project(**own(world)))
    lead, finding = project.lead, project.findings.order_by("number").first()
    processes.accept_finding(project, finding=finding, reason="不影响客户", actor=lead, at=NOON)
    to_be = optimization.map_of(project)
    by_hand = processes.save_activity(
        to_be, step=None, name="回访客户", actor=lead, at=NOON, system="CRM", value_class="va",
        position=world.reader_of, touch_minutes=Decimal(5), waiting_minutes=Decimal(0),
    )  # fmt: skip
    added = Change.objects.get(project=project, decision=Decision.ADD)
    handover, point = project.handovers.first(), project.control_points.get()
    at_present = optimization.steps_of(project)[0]
    Handover.objects.create(
        project=project, from_step=at_present, to_step=point.step, what="不再交接的台账",
        acceptance="无", form="表格", time_limit_value=1, time_limit_unit="days",
    )  # fmt: skip
    here = {"project_pk": project.pk}
    world.optimization = project
    world.about |= {
        "optimization": project.pk,
        "to-be map": to_be.pk,
        "optimization step": here | {"step_pk": at_present.pk},
        "optimization control point": here | {"step_pk": point.step_id},
        "optimization by hand": here | {"step_pk": by_hand.step_id},
        "optimization added": here | {"change_pk": added.pk},
        "optimization finding": here | {"finding_pk": finding.pk},
        "optimization handover": here
        | {"from_pk": handover.from_step_id, "to_pk": handover.to_step_id},
        "optimization handover row": here | {"handover_pk": handover.pk},
        "optimization map file": here | {"kind": MapKind.TO_BE, "ending": "bpmn"},
    }


def drafting(world):
    project = staffed(world, optimization.an_adopted_project(**own(world)))
    version = sops.start_sop(
        project, actor=project.lead, at=NOON, number="CS-100", title_zh="起草中的文件"
    )
    complete_draft(version)
    lead, by = project.lead, {"actor": project.lead, "at": NOON}
    planned = version.steps.filter(step__activities__map__kind=MapKind.TO_BE).first()
    left_out = planned.step_id
    sops.remove_step(planned, reason="另有文件", **by)
    saved = sops.save_snapshot(version, note="第一稿", **by)
    one, other = list(version.steps.order_by("order"))[:2]
    branch = sops.add_branch(one, condition="重大投诉", target=other.step, **by)
    picture = sops.add_picture(one, upload=ground.a_picture(), alt="示意", **by)
    related = sops.add_related(version, title="员工手册", **by)
    form = sops.add_record_form(version, title="投诉处理单", **by)
    empty, dropped = drafted(world), a_draft(project=drafted(world))
    sops.drop(dropped, reason="不再需要", actor=lead, at=NOON)
    world.drafting, world.draft = project, version
    world.about |= {
        "drafting": project.pk,
        "drafting not begun": empty.pk,
        "drafting dropped": dropped.project_id,
        "draft": version.pk,
        "draft sop": version.sop_id,
        "draft section": {"pk": version.pk, "kind": "purpose"},
        "draft step": one.pk,
        "draft step up": {"pk": other.pk, "way": "up"},
        "draft plan": {"pk": version.pk, "step_pk": left_out},
        "draft branch": branch.pk,
        "draft picture": picture.pk,
        "draft related": related.pk,
        "draft form": form.pk,
        "draft snapshot": saved.pk,
        "draft picture file": {"pk": picture.attachment_id, "name": picture.attachment.name},
    }


def _a_round(world, **more):
    version = a_draft(project=drafted(world))
    sops.save_snapshot(version, note="送审稿", actor=world.people["PL"], at=NOON)
    reviewers = [world.others[0], world.people["RV"], world.others[1]]
    return rounds.an_open_round(version=version, reviewers=reviewers, **more)


def review(world):
    at_work = _a_round(world)
    seat = rounds.seat_of(at_work, SeatKind.FRONTLINE)
    private = rounds.a_comment(seat)
    revising = _a_round(world)
    said = rounds.a_comment(rounds.seat_of(revising, SeatKind.FRONTLINE))
    rounds.hand_in_all(revising, at=NOON + timedelta(minutes=1), verdict="pass_with_comments")
    signing = rounds.hand_in_all(_a_round(world))
    world.round = at_work
    world.about |= {
        "review": at_work.project_id,
        "review version": at_work.version_id,
        "review snapshot": at_work.version.snapshots.first().pk,
        "drafted": a_draft(project=drafted(world)).project_id,
        "round": at_work.pk,
        "seat": seat.pk,
        "private comment": private.pk,
        "revising": revising.pk,
        "handed-in comment": said.pk,
        "head seat": rounds.seat_of(signing, SeatKind.HEAD).pk,
    }


def _reviewed(world):
    """V1.0 through its review; RV had a seat."""
    round_ = rounds.hand_in_all(_a_round(world))
    rounds.sign_off(round_)
    round_.version.refresh_from_db()
    return round_.version


def _placed(world, stage, version=None):
    """V1.0 put into `stage` without a round: for pages that don't look back at the review."""
    version = version or a_draft(project=drafted(world))
    sops.save_snapshot(version, note="送审稿", actor=world.people["PL"], at=NOON)
    version = WALK[VersionState.APPROVED](WALK[VersionState.IN_REVIEW](version))
    Project.objects.filter(pk=version.project_id).update(stage=stage)
    version.project.stage_records.filter(left_at=None).update(stage=stage)
    version.refresh_from_db()
    return clear(version) if stage == Stage.RELEASE else version


def pilot(world):
    people, tried = [world.people["PP"]], [world.people["PP"], world.others[0]]
    approved = _placed(world, Stage.PILOT)
    planned = a_planned_pilot(version=_placed(world, Stage.PILOT), people=people)
    running = a_running_pilot(version=_reviewed(world), people=tried)
    measure(running)
    answer(running, [running.participants.get(user=world.others[0])])
    problem = pilots.report_problem(
        running, text="没有权限", actor=world.people["PP"], at=NOON,
        kind="system",
    )  # fmt: skip
    world.pilot = running
    world.about |= {
        "approved": approved.project_id,
        "planned pilot": planned.pk,
        "planned pilot project": planned.project_id,
        "planned scenario": planned.scenarios.get().pk,
        "planned participant": planned.participants.get().pk,
        "running pilot": running.pk,
        "pilot": running.project_id,
        "pilot version": running.version_id,
        "problem": problem.pk,
    }


def _next_edition(world, version):
    project = drafted(world, kind="minor")
    following = sops.start_sop(project, sop=version.sop, actor=project.lead, at=NOON)
    return sops.note_change(following, change_note="时限改短", actor=project.lead, at=NOON)


def _prepared(world):
    """Group, list, channel, bank and exam; for the position of FR and TR."""
    row = releases.a_planned_release(version=_placed(world, Stage.RELEASE))
    by = {"actor": row.project.lead, "at": releases.PLANNED_AT}
    training.set_group(
        row, group_name="答疑群", consultant=world.expert, group_link="https://im.example.com/g",
        **by,
    )  # fmt: skip
    training.set_distribution(row, positions=[world.reader_of], **by)
    training.place(row, channel="library", where="SOP 文件库", **by)
    releases.fill_bank(row)
    training.set_exam(row, minutes=30, pass_mark=60, question_count=3, attempts_allowed=2, **by)
    return type(row).objects.for_page().get(pk=row.pk)


def release(world):
    row = _prepared(world)
    unplanned = _placed(world, Stage.RELEASE)
    world.release = row
    world.about |= {
        "release": row.project_id,
        "planned release": row.pk,
        "release not planned": unplanned.project_id,
        "exam question": row.questions.first().pk,
    }


def closed(world):
    """In force: FR has passed, TR sits the exam right now."""
    row, now = _prepared(world), timezone.now()
    releases.publish(row, actor=world.people["DC"])
    row = type(row).objects.for_page().get(pk=row.pk)
    reader, trainee = world.people["FR"], world.people["TR"]
    session = releases.teach(row, [reader, trainee])
    to_come = training.plan_session(
        row, starts_at=releases.TAUGHT_AT, place="二楼", trainer=row.project.lead,
        actor=row.project.lead, at=releases.TAUGHT_AT - timedelta(hours=2),
    )  # fmt: skip
    training.acknowledge(row.version, actor=reader, at=releases.TAUGHT_AT)
    question = training.ask(
        row.version, text="夜班也是十分钟吗？", actor=reader, at=releases.TAUGHT_AT
    )
    releases.pass_exam(row, reader)
    row = releases.in_force(row)
    training.enter_accuracy(
        row.version.sop, month=NOON.date().replace(day=1), checked=50, correct=49, target=Decimal(95),
        actor=row.project.lead, at=now,
    )  # fmt: skip
    running = training.start_attempt(row.exam, actor=trainee, at=now)
    version, step = row.version, row.version.steps.first()
    superseded = _in_force(_reviewed(world))
    following = _next_edition(world, superseded)
    following = _in_force(WALK[VersionState.APPROVED](WALK[VersionState.IN_REVIEW](following)))
    small = _placed(world, Stage.PILOT, _next_edition(world, following))
    snapshot = version.snapshots.first()
    withdrawn = an_effective_version(project=drafted(world))
    sops.withdraw(
        withdrawn.sop, reason="业务停止", password=PASSWORD, actor=world.people["DH"], at=now
    )
    world.in_force, world.attempt = row, running
    world.about |= {
        "closed": row.project_id,
        "published release": row.pk,
        "effective": version.pk,
        "sop": version.sop_id,
        "sop step": step.step_id,
        "effective snapshot": snapshot.pk,
        "superseded": superseded.pk,
        "small approved": small.project_id,
        "withdrawn sop": withdrawn.sop_id,
        "session": session.pk,
        "session to come": to_come.pk,
        "exam": row.exam.pk,
        "own attempt": running.pk,
        "passed attempt": row.exam.attempts.get(user=reader).pk,
        "reader question": question.pk,
    }


def _in_force(version):
    return WALK[VersionState.EFFECTIVE](WALK[VersionState.RELEASED](version))


ALL = (charter, mapping, evidence, redesign, drafting, review, pilot, release, closed)
