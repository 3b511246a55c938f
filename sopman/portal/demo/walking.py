"""Carries a case through the first four stages by the actions of the apps, as its people would."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from processes import actions as processes
from processes.actions.table import TableRow
from processes.bpmn import END
from processes.enums import MapKind
from processes.models import Activity
from processes.queries.optimization import Plan
from processes.queries.proposals import proposed
from projects import actions as projects
from projects.enums import Direction, MemberRole, Stage
from projects.models import CharterTemplate, Project, TeamTask
from projects.planning import suggested_plan
from sopman.portal.demo.case import Branches, Case, Control, Finding
from sopman.portal.demo.clock import Clock
from sopman.portal.demo.gathering import gather, ground_of
from sopman.portal.demo.people import Cast
from sops import actions as sops
from sops.models import SopVersion

TASKS = {
    Stage.MAPPING: (MemberRole.BUSINESS_BACKBONE, "约谈一线人员，收集三个月的典型案例"),
    Stage.OPTIMIZATION: (MemberRole.QUALITY_SUPERVISOR, "列出必须保留的合规控制点"),
    Stage.DRAFTING: (MemberRole.AUTHOR, "完成SOP初稿并提交评审"),
    Stage.PILOT: (MemberRole.PROCESS_OWNER, "召开试运行说明会，确认参与人员"),
}


def minutes(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


class Walk:
    """One case on its way; each method is a stage, and may be stopped after any of them."""

    def __init__(self, case: Case, cast: Cast, clock: Clock) -> None:
        self.case, self.cast, self.clock = case, cast, clock
        self.lead = cast[case.lead]
        self.author = cast[case.team[MemberRole.AUTHOR][0]]
        self.tasks: dict[str, TeamTask] = {}
        self.project: Project
        self.version: SopVersion

    def by(self, actor: Any = None) -> dict[str, Any]:
        return {"actor": actor or self.lead, "at": self.clock.tick()}

    # 1 Charter

    def write_charter(self, plan: Mapping[str, date] | None = None, *, wished: date) -> None:
        case, cast = self.case, self.cast
        self.project = projects.open_project(
            **self.by(cast.head(case.department)), title_zh=case.title_zh, title_en=case.title_en,
            owning_department=cast.departments[case.department], lead=self.lead,
            wished_effective_on=wished,
            template=CharterTemplate.objects.filter(code=case.template).first(),
        )  # fmt: skip
        self._gather_team()
        projects.edit_charter(
            self.project, **self.by(), background=case.background, purpose=case.purpose,
            start_trigger=case.begins, end_state=case.ends,
        )  # fmt: skip
        self._say_what_is_wanted()
        projects.edit_audience(
            self.project, **self.by(), positions=cast.places(case.addressed),
            departments=[cast.departments[code] for code in case.concerned],
        )  # fmt: skip
        dates = plan or suggested_plan(wished, start=self.clock.today)
        projects.set_schedule(self.project, **self.by(), dates=dates)

    def _gather_team(self) -> None:
        """Each seat has a deputy: whoever comes next in the team."""
        ring = list(dict.fromkeys([self.case.lead, *(one for one, _ in self.case.team.values())]))
        after = {one: ring[(place + 1) % len(ring)] for place, one in enumerate(ring)}
        for role, (person, work) in self.case.team.items():
            projects.add_member(
                self.project, **self.by(), user=self.cast[person], role=role, work=work,
                deputy=self.cast[after[person]],
            )  # fmt: skip
        seat = self.project.memberships.get(role=MemberRole.LEAD)
        deputy = self.cast[after[self.case.lead]]
        projects.edit_member(seat, **self.by(), deputy=deputy, work="统筹进度与资源，主持阶段会议")

    def _say_what_is_wanted(self) -> None:
        """What a template brought is written over first, and taken out where it is too much."""
        for prepared in self.project.scope_items.all():
            projects.remove_scope_item(prepared, **self.by())
        prepared = list(self.project.objectives.all())
        for goal in self.case.goals:
            facts = {
                "name_zh": goal.name_zh, "name_en": goal.name_en, "metric": goal.metric,
                "unit": goal.unit, "direction": goal.direction, "baseline": goal.baseline,
                "measure_later": goal.baseline is None, "target": goal.target,
                "measured_where": goal.where, "window": goal.window,
            }  # fmt: skip
            if prepared:
                projects.edit_objective(prepared.pop(0), **self.by(), **facts)
            else:
                projects.add_objective(self.project, **self.by(), **facts)
        for one in prepared:
            projects.remove_objective(one, **self.by())
        for item in self.case.scope:
            projects.add_scope_item(
                self.project, **self.by(), text_zh=item.zh, text_en=item.en,
                direction=Direction.OUT if item.covered_by else Direction.IN,
                covered_by=item.covered_by,
            )  # fmt: skip

    def sign_charter(self) -> None:
        projects.ask_sponsor(self.project, **self.by())
        self.clock.later()
        projects.sign_charter(
            self.project, **self.by(self.project.sponsor), password=self.cast.password
        )
        self.project.refresh_from_db()
        self.divide_work()

    def divide_work(self) -> None:
        """One piece of work for each stage that the team carries, until the day of its plan."""
        until = {one.stage: one.planned_on for one in self.project.milestones.all()}
        for stage, (role, what) in TASKS.items():
            if role not in self.case.team:
                continue
            holder = self.cast[self.case.team[role][0]]
            task = projects.add_task(
                self.project, **self.by(), what=what, holder=holder, due_on=until[stage]
            )
            self.tasks[stage] = task

    def finish_task(self, stage: str) -> None:
        if task := self.tasks.pop(stage, None):
            projects.finish_task(task, **self.by(task.holder))

    # 2 As-is mapping

    def map_present(self, *, rows: int | None = None, findings: int | None = None) -> None:
        """The step table, its branches and the problems; or only the first of them."""
        drawn = processes.ensure_map(self.project, MapKind.AS_IS, **self.by())
        table = [
            TableRow("", row.name, self.cast.positions[row.position], row.system,
                     minutes(row.touch), minutes(row.waiting), row.value, waste=row.waste,
                     entered=row.entered, output=row.output)
            for row in self.case.rows[:rows]
        ]  # fmt: skip
        processes.save_table(drawn, rows=table, **self.by())
        if rows is None:
            for way in self.case.as_is_branches:
                self.branch(MapKind.AS_IS, way)
        evidence = self.case.evidence if rows is None else None
        if evidence is not None:
            gather(self, evidence)
        self.clock.later(2)
        for place, one in enumerate(self.case.findings[:findings]):
            ground = ground_of(self, evidence, place) if evidence is not None else {}
            self._find(one, ground)
        if rows is None:
            self._dismiss()

    def _find(self, one: Finding, ground: Mapping[str, Any]) -> None:
        says = {
            "kind": one.kind, "text": one.text, "impact": one.impact, "frequency": one.frequency,
            "evidence": one.evidence, "steps": [self.step(MapKind.AS_IS, n) for n in one.at],
        } | dict(ground)  # fmt: skip
        if one.rule:
            key = self._proposal(one.rule)
            processes.accept_proposal(self.project, key=key, **says, **self.by())
        else:
            processes.save_finding(self.project, finding=None, **says, **self.by())

    def _dismiss(self) -> None:
        """What the analysis proposed and the team did not take for a problem."""
        for one in self.case.dismissed:
            processes.dismiss_proposal(
                self.project, key=self._proposal(one.rule, one.at), reason=one.reason, **self.by()
            )

    def _proposal(self, rule: str, at: str = "") -> str:
        """The key of the first one that nobody has judged yet."""
        judged = set(self.project.judged_proposals.values_list("key", flat=True))
        step = str(self.step(MapKind.AS_IS, at).pk) if at else ""
        return next(
            one.key for one in proposed(self.project)
            if one.rule == rule and one.key not in judged and (not at or step in one.steps)
        )  # fmt: skip

    def complete_mapping(self, baselines: Mapping[str, tuple[Decimal, str]] | None = None) -> None:
        for objective in self.project.objectives.filter(baseline=None):
            value, source = (baselines or {})[objective.name_zh]
            projects.record_baseline(objective, **self.by(), baseline=value, source=source)
        self.finish_task(Stage.MAPPING)
        self.project = processes.complete_mapping(self.project, **self.by())

    def branch(self, kind: str, way: Branches) -> None:
        drawn = self.project.maps.get(kind=kind)
        ways = [(c, END if to == END else self.step(kind, to)) for c, to in way.ways]
        processes.set_branches(
            drawn, step=self.step(kind, way.at), branches=ways, question=way.question, **self.by()
        )

    def step(self, kind: str, name: str) -> Any:
        rows = Activity.objects.select_related("step").filter(map__project=self.project)
        return rows.get(map__kind=kind, name=name).step

    # 3 Optimization

    def decide(self, *, first: int | None = None) -> None:
        found = list(self.project.findings.order_by("number"))
        for one in self.case.decisions[:first]:
            says = {"name": one.name, "system": one.system, "touch_minutes": minutes(one.touch),
                    "waiting_minutes": minutes(one.waiting)}  # fmt: skip
            if one.into:
                says["into"] = self.step(MapKind.AS_IS, one.into)
            if one.position:
                says["position"] = self.cast.positions[one.position]
            processes.decide(
                self.project, step=self.step(MapKind.AS_IS, one.what), decision=one.decision,
                reason=one.reason, findings=[found[n] for n in one.answers], **says, **self.by(),
            )  # fmt: skip
        if first is not None:
            return
        for new in self.case.additions:
            processes.add_activity(
                self.project, name=new.name, after=self.step(MapKind.AS_IS, new.after),
                reason=new.reason, position=self.cast.positions[new.position], system=new.system,
                touch_minutes=minutes(new.touch), waiting_minutes=minutes(new.waiting),
                value_class=new.value, findings=[found[n] for n in new.answers], **self.by(),
            )  # fmt: skip

    def agree(self) -> None:
        """The to-be map with its branches, control points, duties and handovers."""
        processes.generate_to_be(self.project, **self.by())
        for name, system in self.case.systems.items():
            self._move_to_system(name, system)
        for way in self.case.to_be_branches:
            self.branch(MapKind.TO_BE, way)
        self.clock.later()
        for one in self.case.duties:
            step = self.step(MapKind.TO_BE, one.at)
            responsible = Activity.objects.get(
                map__project=self.project, map__kind=MapKind.TO_BE, step=step
            ).position
            processes.set_duties(
                self.project, step=step, responsible=responsible, **self.by(),
                approves=self.cast.positions.get(one.approves),
                takes_part=self.cast.places(one.takes_part),
                informed=self.cast.places(one.informed),
            )  # fmt: skip
        for point in self.case.controls:
            self._control(point)
        self._hand_over()

    def _move_to_system(self, name: str, system: str) -> None:
        rows = Activity.objects.select_related("map", "step", "position")
        one = rows.get(map__project=self.project, map__kind=MapKind.TO_BE, name=name)
        processes.save_activity(
            one.map, step=one.step, name=name, position=one.position, system=system,
            touch_minutes=one.touch_minutes, waiting_minutes=one.waiting_minutes,
            value_class=one.value_class, notes=one.notes, **self.by(),
        )  # fmt: skip

    def _control(self, point: Control) -> None:
        value, unit = point.limit
        processes.set_control_point(
            self.project, step=self.step(MapKind.TO_BE, point.at), why=point.why,
            time_limit_value=Decimal(value), time_limit_unit=unit, output_standard=point.standard,
            on_failure=point.on_failure, escalation=self.cast.positions.get(point.escalation),
            **self.by(),
        )  # fmt: skip

    def _hand_over(self) -> None:
        said = {(one.source, one.target): one for one in self.case.passings}
        for source, target in Plan(self.project).lane_changes:
            one = said.get((source.name, target.name))
            value, unit = one.limit if one else (2, "hours")
            processes.set_handover(
                self.project, from_step=source.step, to_step=target.step,
                what=one.what if one else "工单及处理记录",
                time_limit_value=Decimal(value), time_limit_unit=unit,
                form=one.form if one else "工单", acceptance=one.acceptance if one else "信息完整",
                copied_to=self.cast.positions.get(one.copied_to) if one else None, **self.by(),
            )  # fmt: skip

    def adopt(self) -> None:
        self.finish_task(Stage.OPTIMIZATION)
        self.project = processes.adopt_to_be(self.project, **self.by())

    # 4 Drafting

    def begin_sop(self) -> None:
        self.version = sops.start_sop(
            self.project, **self.by(), number=self.case.number, title_zh=self.case.title_zh,
            title_en=self.case.title_en, authors=[self.author],
        )  # fmt: skip

    def write(self) -> None:
        by = self.author
        for kind, body in self.case.sections.items():
            sops.edit_section(self.version, kind=kind, body=body, **self.by(by))
        for name in self.case.words:
            self.reword(name)
        for number, title in self.case.related:
            sops.add_related(self.version, number=number, title=title, **self.by(by))
        for number, title, at in self.case.forms:
            sops.add_record_form(
                self.version, number=number, title=title, step=self.sop_step(at).step,
                kept_by="客户服务部" if self.case.department == "CS" else "归口部门",
                kept_for="3 年", **self.by(by),
            )  # fmt: skip

    def reword(self, name: str, **more: Any) -> None:
        """Write one step: what the case says about it over what stands there."""
        said, one = self.case.words.get(name), self.sop_step(name)
        words = {
            "title": one.title, "action": one.action, "position": one.position,
            "system": one.system, "time_limit_value": one.time_limit_value,
            "time_limit_unit": one.time_limit_unit, "output_standard": one.output_standard,
            "caution": one.caution, "example": one.example,
            "is_control_point": one.is_control_point,
        }  # fmt: skip
        if said:
            given = {"action": said.action, "caution": said.caution, "example": said.example,
                     "output_standard": said.standard}  # fmt: skip
            words |= {key: value for key, value in given.items() if value}
            if said.limit:
                value, words["time_limit_unit"] = said.limit
                words["time_limit_value"] = Decimal(value)
        sops.edit_step(one, **(words | more), **self.by(self.author))

    def sop_step(self, name: str) -> Any:
        return self.version.steps.select_related("version", "position", "step").get(title=name)

    def save_draft(self, note: str) -> None:
        sops.save_snapshot(self.version, note=note, **self.by(self.author))

    def reach_drafting(self, baselines: Mapping[str, tuple[Decimal, str]] | None = None) -> None:
        """From the signed charter to the first words, with the pauses that people need."""
        self.clock.later()
        self.map_present()
        self.clock.later()
        self.complete_mapping(baselines)
        self.clock.later(2)
        self.decide()
        self.agree()
        self.clock.later()
        self.adopt()
        self.clock.later()
        self.begin_sop()
