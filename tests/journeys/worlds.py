"""A world per stage, made by walking the real actions, with the addresses of all its pages.

Each gives [(person, name, address)]; tests/journeys/test_accessibility.py opens every one.
"""

from decimal import Decimal

from django.urls import reverse

from processes.queries.optimization import Plan
from projects import actions as project_actions
from projects.enums import MemberRole
from projects.models import CharterTemplate
from reviews.enums import SeatKind
from tests.factories import people, pilots, projects, reviews, training
from tests.factories.optimization import an_agreed_project
from training import actions as training_actions


def charter():
    department = people.a_department(head=people.a_user("周敏"))
    project = projects.complete_charter(projects.a_project(department=department))
    pk, lead = project.pk, project.lead
    objective, item = project.objectives.first(), project.scope_items.first()
    member = project.memberships.exclude(role=MemberRole.LEAD).first()
    by_project = (
        "detail", "trail", "send_back", "cancel", "facts", "charter", "edit_charter",
        "edit_audience", "edit_schedule", "add_objective", "add_scope_item", "add_member",
    )  # fmt: skip
    pages = [_page(lead, f"projects:{_name(one)}", pk) for one in by_project if one != "send_back"]
    pages += [
        _page(lead, "projects:edit_objective", objective.pk),
        _page(lead, "projects:remove_objective", objective.pk),
        _page(lead, "projects:edit_scope_item", item.pk),
        _page(lead, "projects:remove_scope_item", item.pk),
        _page(lead, "projects:edit_member", member.pk),
        _page(lead, "projects:replace_member", member.pk),
        _page(lead, "projects:add_task", pk),
        _page(lead, "projects:remove_member", member.pk),
    ]
    head = project.sponsor
    pages += [
        _page(head, f"projects:{one}", pk)
        for one in ("sign_charter", "return_charter", "change_lead")
    ]
    pages += _after_the_signature()
    return [*pages, _page(head, "projects:list"), _page(head, "projects:open"), *_portal(head)]


def _after_the_signature():
    """A signed charter with a revision that waits, a task, and the templates."""
    project = projects.a_signed_project()
    by = {"actor": project.lead, "at": projects.NOON}
    goal = project.objectives.get()
    revision = project_actions.propose_revision(goal, **by, reason="旺季", target=Decimal(30))
    author = project.memberships.get(role=MemberRole.AUTHOR).user
    task = project_actions.add_task(
        project, **by, what="写初稿", holder=author, due_on=projects.WISHED
    )
    controller = people.a_controller()
    template = CharterTemplate.objects.create(code="ours", name_zh="自有", name_en="Ours")
    return [
        _page(project.lead, "projects:charter", project.pk),
        _page(project.lead, "projects:revise_objective", goal.pk),
        _page(project.lead, "projects:edit_task", task.pk),
        _page(project.sponsor, "projects:sign_revision", revision.pk),
        _page(controller, "projects:templates"),
        _page(controller, "projects:edit_template", template.pk),
    ]


def _name(one):
    return "edit_facts" if one == "facts" else one


def _portal(person):
    named = ("portal:work", "portal:board", "notifications:inbox", "sops:library", "training:mine")
    found = [_page(person, one) for one in named]
    return [
        *found,
        (person, "search", reverse("search:search") + "?q=项目"),
        (person, "404", "/nothing/"),
    ]


def optimization():
    project = an_agreed_project()
    pk, lead, plan = project.pk, project.lead, Plan(project)
    change, step = plan.additions[0], plan.present[0].step_id
    planned, (source, target) = plan.planned[0].step_id, plan.lane_changes[0]
    finding = plan.findings[0].pk
    by_project = (
        "optimization", "add_addition", "to_be", "generate_to_be", "comparison", "control_points",
        "responsibilities", "handovers",
    )  # fmt: skip
    return [
        *[_page(lead, f"processes:{one}", pk) for one in by_project],
        _page(lead, "processes:decide", pk, step),
        _page(lead, "processes:edit_addition", pk, change.pk),
        _page(lead, "processes:accept_finding", pk, finding),
        _page(lead, "processes:control_point", pk, planned),
        _page(lead, "processes:duties", pk, planned),
        _page(lead, "processes:handover", pk, source.step_id, target.step_id),
        _page(lead, "processes:step", step),
        _page(lead, "projects:send_back", pk),
    ]


def review():
    open_round = reviews.an_open_round()
    seat = reviews.seat_of(open_round, SeatKind.FRONTLINE)
    comment, lead = reviews.a_comment(seat), open_round.project.lead
    revising, signing = reviews.a_round_in_revision(), reviews.a_round_to_sign()
    to_answer, head = revising.comments.first(), reviews.seat_of(signing, SeatKind.HEAD)
    return [
        _page(lead, "reviews:review", open_round.project_id),
        _page(seat.holder, "reviews:seat", seat.pk),
        _page(seat.holder, "reviews:edit_comment", comment.pk),
        *[_page(lead, f"reviews:{one}", seat.pk) for one in ("extend", "fill")],
        _page(lead, "reviews:withdraw", open_round.pk),
        _page(revising.project.lead, "reviews:review", revising.project_id),
        _page(revising.project.lead, "reviews:answer", to_answer.pk),
        _page(head.holder, "reviews:seat", head.pk),
        _page(head.holder, "reviews:decline", head.pk),
        *_not_reviewed(),
    ]


def _not_reviewed():
    from tests.factories.sops import a_draft

    project = a_draft().project
    return [
        _page(project.lead, "reviews:review", project.pk),
        _page(project.lead, "reviews:open_round", project.pk),
    ]


def pilot():
    planned, ripe = pilots.a_planned_pilot(), pilots.a_ripe_pilot()
    lead, scenario = planned.project.lead, planned.scenarios.get()
    person = ripe.participants.first().user
    from pilots.actions import report_problem

    problem = report_problem(
        ripe, kind="system", text="夜班没有权限", actor=person, at=pilots.NOON,
        sop_step=ripe.version.steps.first(),
    )  # fmt: skip
    other = ripe.project.lead
    return [
        _page(lead, "pilots:pilot", planned.project_id),
        *[_page(lead, f"pilots:{one}", planned.pk) for one in ("dates", "add_scenario")],
        *[_page(lead, f"pilots:{one}", scenario.pk) for one in ("edit_scenario", "participants")],
        *[_page(person, f"pilots:{one}", ripe.pk) for one in ("report_problem", "questionnaire")],
        _page(person, "pilots:pilot", ripe.project_id),
        _page(person, "sops:version", ripe.version_id),
        _page(other, "pilots:answer_problem", problem.pk),
        *[_page(other, f"pilots:{one}", ripe.pk) for one in ("figures", "extend", "conclude")],
        _page(other, "pilots:pilot", ripe.project_id),
    ]


def release():
    row = training.a_prepared_release()
    lead, question = row.project.lead, row.questions.first()
    kinds = ("single", "multiple", "true_false")
    write = reverse("training:write_question", args=[row.pk])
    return [
        _page(lead, "training:release", row.project_id),
        *[_page(lead, f"training:{one}", row.pk)
          for one in ("group", "distribution", "place", "publish", "bank", "set_exam")],
        *[(lead, f"question {one}", f"{write}?kind={one}") for one in kinds],
        _page(lead, "training:change_question", question.pk),
    ]  # fmt: skip


def learning():
    """Somebody sits the exam, somebody else has passed it, a reader asks, a month is known."""
    row = training.a_released_version(readers=3)
    lead, (sitting, passed, reader) = row.project.lead, row.readers
    session = training.teach(row, [sitting, passed])
    done = training.pass_exam(row, passed)
    running = training.an_open_attempt(row, sitting)
    asked = training_actions.ask(row.version, text="夜班怎么办？", sop_step=row.version.steps.first(),
                                 actor=reader, at=training.TAUGHT_AT)  # fmt: skip
    training_actions.enter_accuracy(
        row.version.sop, month=training.EFFECTIVE_ON.replace(month=2), checked=200, correct=190,
        target=95, note="", actor=row.version.sop.owner, at=training.TAUGHT_AT,
    )  # fmt: skip
    sop, owner = row.version.sop_id, row.version.sop.owner
    return [
        _page(sitting, "training:attempt", running.pk),
        _page(sitting, "training:hand_in", running.pk),
        _page(sitting, "training:mine"),
        _page(sitting, "sops:read", sop),
        _page(passed, "training:result", done.pk),
        _page(passed, "training:exam", row.exam.pk),
        _page(reader, "training:exam", row.exam.pk),
        _page(reader, "training:mine"),
        _page(reader, "sops:read", sop),
        _page(reader, "training:ask", row.version_id),
        _page(reader, "training:questions", sop),
        _page(owner, "training:answer_reader", asked.pk),
        _page(owner, "training:accuracy", sop),
        _page(lead, "training:release", row.project_id),
        _page(lead, "training:readiness", row.pk),
        _page(lead, "training:plan_session", row.pk),
        _page(lead, "training:session", session.pk),
        _page(lead, "sops:detail", sop),
        _page(lead, "documents:deliver", "sops.sop", row.version_id),
    ]


def _page(person, name, *args):
    return person, name, reverse(name, args=args)
