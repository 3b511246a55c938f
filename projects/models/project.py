"""The project, its team, its schedule and the stages it went through."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from projects import rules
from projects.enums import ENDS, STAGES, Kind, MemberRole, Stage, after
from projects.guards import GateGuard
from sopman.audit.history import AuditedHistory
from sopman.core.localized import localized
from sopman.lifecycle import Stateful
from sopman.people.models import Department, Position

_gate = GateGuard()


class Revised(models.Model):
    """A row that a page edits: `revision` is compared, so that nobody overwrites unseen."""

    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


class _AlsoVisible:
    """Upper floors show a project to the people they assign: `register(callable(user) -> Q)`."""

    def __init__(self) -> None:
        self._sources: list[Callable[[Any], Q]] = []

    def register(self, source: Callable[[Any], Q]) -> None:
        if source not in self._sources:
            self._sources.append(source)

    def q(self, user: Any) -> Q:
        found = Q()
        for source in self._sources:
            found |= source(user)
        return found


also_visible_to = _AlsoVisible()


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The team, the sponsor, heads of the departments concerned, their deputies; controllers
        and auditors see all. One query. Platform administrators see nothing by that role.
        """
        if not user.is_active:
            return self.none()
        standing = user.standing
        if standing.is_controller or standing.is_auditor:
            return self
        return self.filter(_seen_by(user, standing))

    def running(self):
        return self.exclude(stage__in=ENDS)

    def for_list(self):
        return self.select_related("lead", "owning_department")


def _seen_by(user, standing):
    people = standing.people
    team = Membership.objects.filter(Q(user__in=people) | Q(deputy=user))
    seen = Q(lead__in=people) | Q(sponsor__in=people) | Q(pk__in=team.values("project"))
    headed = standing.answered_ids
    if headed:
        concerned = Project.departments.through.objects.filter(department__in=headed)
        seen |= Q(owning_department__in=headed) | Q(pk__in=concerned.values("project"))
    return seen | also_visible_to.q(user)


class Project(Revised, Stateful):
    """One effort that carries one SOP through the seven stages.

    The stage moves only through `projects.actions`.
    """

    code = models.CharField(_("project number"), max_length=20, unique=True)
    title_zh = models.CharField(_("Chinese title"), max_length=120, blank=True)
    title_en = models.CharField(_("English title"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.NEW_SOP)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="led_projects",
        verbose_name=_("team lead"),
    )
    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sponsored_projects",
        verbose_name=_("sponsor"),
    )
    owning_department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="owned_projects",
        verbose_name=_("owning department"),
    )
    departments = models.ManyToManyField(
        Department, blank=True, related_name="+", verbose_name=_("departments concerned")
    )
    positions = models.ManyToManyField(
        Position, blank=True, related_name="+", verbose_name=_("positions addressed")
    )
    wished_effective_on = models.DateField(_("wished effective date"))
    has_present_process = models.BooleanField(_("there is a present process"), default=True)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    stage = FSMField(_("stage"), choices=Stage.choices, default=Stage.CHARTER, protected=True)

    objects = ProjectQuerySet.as_manager()
    history = AuditedHistory()
    title = localized("title")

    class Meta:
        verbose_name = _("SOP project")
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["stage", "-opened_at"], name="project_stage")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_zh="") | ~Q(title_en=""), name="project_has_a_title"
            )
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    @property
    def audit_chain(self):
        return f"project:{self.pk}"

    @property
    def is_running(self):
        return self.stage not in ENDS

    # Back: by whoever steers. Forward: through the gate of the stage being left.

    @transition(
        field=stage,
        source=list(after(Stage.CHARTER)),
        target=Stage.CHARTER,
        permission=rules.may_steer,
    )
    def to_charter(self, *, at):
        """Back to the charter, which has to be signed again."""

    @transition(
        field=stage,
        source=list(after(Stage.MAPPING)),
        target=Stage.MAPPING,
        permission=rules.may_steer,
    )
    @transition(
        field=stage,
        source=Stage.CHARTER,
        target=Stage.MAPPING,
        conditions=[_gate],
        permission=rules.may_sign_charter,
    )
    def to_mapping(self, *, at):
        """The sponsor has signed, or the project goes back here."""

    @transition(
        field=stage,
        source=list(after(Stage.OPTIMIZATION)),
        target=Stage.OPTIMIZATION,
        permission=rules.may_steer,
    )
    @transition(
        field=stage,
        source=Stage.MAPPING,
        target=Stage.OPTIMIZATION,
        conditions=[_gate],
        permission=rules.may_advance,
    )
    def to_optimization(self, *, at):
        """The present process is on the map, or the project goes back here."""

    @transition(
        field=stage,
        source=list(after(Stage.DRAFTING)),
        target=Stage.DRAFTING,
        permission=rules.may_steer,
    )
    @transition(
        field=stage,
        source=Stage.OPTIMIZATION,
        target=Stage.DRAFTING,
        conditions=[_gate],
        permission=rules.may_advance,
    )
    def to_drafting(self, *, at):
        """The to-be plan is adopted, or the project goes back here."""

    @transition(
        field=stage,
        source=list(after(Stage.REVIEW)),
        target=Stage.REVIEW,
        permission=rules.may_steer,
    )
    @transition(
        field=stage,
        source=Stage.DRAFTING,
        target=Stage.REVIEW,
        conditions=[_gate],
        permission=rules.may_advance,
    )
    def to_review(self, *, at):
        """The draft is complete, or the project goes back here."""

    @transition(
        field=stage,
        source=list(after(Stage.PILOT)),
        target=Stage.PILOT,
        permission=rules.may_steer,
    )
    @transition(
        field=stage,
        source=Stage.REVIEW,
        target=Stage.PILOT,
        conditions=[_gate],
        permission=rules.may_advance,
    )
    def to_pilot(self, *, at):
        """The head has signed V1.0, or the project goes back here."""

    @transition(
        field=stage,
        source=Stage.PILOT,
        target=Stage.RELEASE,
        conditions=[_gate],
        permission=rules.may_advance,
    )
    def to_release(self, *, at):
        """The pilot is concluded."""

    @transition(
        field=stage,
        source=Stage.RELEASE,
        target=Stage.CLOSED,
        conditions=[_gate],
        permission=rules.may_advance,
    )
    def to_closed(self, *, at):
        self.ended_at = at

    @transition(
        field=stage, source=list(STAGES), target=Stage.CANCELLED, permission=rules.may_steer
    )
    def to_cancelled(self, *, at):
        self.ended_at = at


class Membership(Revised):
    """A person's role in the team, and what they do in it. One person may hold several."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=20, choices=MemberRole.choices)
    work = models.CharField(_("division of work"), max_length=300, blank=True)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deputy"),
    )

    history = AuditedHistory()

    class Meta:
        verbose_name = _("team member")
        ordering = ["project", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "user", "role"], name="membership_role_once_per_person"
            ),
            models.UniqueConstraint(
                fields=["project"], condition=Q(role=MemberRole.LEAD), name="membership_one_lead"
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.get_role_display()}"

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"


class Milestone(models.Model):
    """The day by which a stage is planned to be complete."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones")
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices)
    planned_on = models.DateField(_("planned for"))

    history = AuditedHistory()

    class Meta:
        verbose_name = _("milestone")
        ordering = ["planned_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "stage"], name="milestone_once_per_stage")
        ]

    def __str__(self):
        return f"{self.get_stage_display()} {self.planned_on}"

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"


class StageRecord(models.Model):
    """One stay of a project in a stage."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="stage_records")
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices)
    entered_at = models.DateTimeField(_("entered"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    history = AuditedHistory()

    class Meta:
        verbose_name = _("stay in a stage")
        ordering = ["project", "entered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(left_at=None), name="project_in_one_stage"
            )
        ]

    def __str__(self):
        return f"{self.get_stage_display()} {self.entered_at:%Y-%m-%d}"

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"
