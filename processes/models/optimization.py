"""What the team decides about the process: changes, control points, responsibility, handovers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from processes.enums import Decision, ResponsibilityKind, TimeUnit
from processes.models.findings import Finding
from processes.models.maps import InMap, InProject, ProcessMap, Step
from projects.models import Project
from sopman.audit.history import AuditedHistory
from sopman.people.models import Position

MINUTES = {"max_digits": 9, "decimal_places": 2, "null": True, "blank": True}


class OfProject(models.Model):
    """Belongs to a project: seen by whom sees it, recorded in its chain."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"


class Redesign(OfProject):
    """Where stage 3 of a project stands: how its to-be map was made, and whether it is adopted."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="redesign")
    generated_at = models.DateTimeField(_("map made"), null=True, blank=True)
    generated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Fingerprints: of the map as made (another one now: refined by hand) and of the decisions.
    map_sha256 = models.CharField(max_length=64, blank=True)
    decisions_sha256 = models.CharField(max_length=64, blank=True)
    adopted_at = models.DateTimeField(_("adopted"), null=True, blank=True)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = InProject.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("redesign")

    def __str__(self):
        return str(self.project)


class Change(OfProject):
    """The one decision about an as-is activity, or an activity that is added.

    `step` is the as-is activity, for an added one its new step. `outcome` is the step on the
    to-be map: the same one, a new one when combined, none when eliminated.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="changes")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="changes")
    decision = models.CharField(_("decision"), max_length=12, choices=Decision.choices)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    findings = models.ManyToManyField(
        Finding, verbose_name=_("findings answered"), related_name="answers", blank=True
    )
    into = models.ForeignKey(
        Step,
        verbose_name=_("combined into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    after = models.ForeignKey(
        Step,
        verbose_name=_("stands after"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    outcome = models.ForeignKey(
        Step, on_delete=models.PROTECT, null=True, blank=True, related_name="made_by_changes"
    )
    name = models.CharField(_("name of the new activity"), max_length=200, blank=True)
    position = models.ForeignKey(
        Position,
        verbose_name=_("position"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    system = models.CharField(_("system"), max_length=80, blank=True)
    touch_minutes = models.DecimalField(_("new touch time"), **MINUTES)
    waiting_minutes = models.DecimalField(_("new waiting time"), **MINUTES)
    value_class = models.CharField(_("value class"), max_length=8, blank=True)
    revision = models.PositiveIntegerField(default=1)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"))

    objects = InProject.as_manager()
    history = AuditedHistory(m2m_fields=[findings])

    class Meta:
        verbose_name = _("change")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "step"], name="one_change_per_step"),
            models.CheckConstraint(
                condition=Q(into=None) | ~Q(into=F("step")), name="change_not_into_itself"
            ),
            models.CheckConstraint(
                condition=(Q(touch_minutes=None) | Q(touch_minutes__gte=0))
                & (Q(waiting_minutes=None) | Q(waiting_minutes__gte=0)),
                name="change_minutes_not_negative",
            ),
        ]

    def __str__(self):
        return f"{self.get_decision_display()}: {self.name or self.step}"


class AcceptedFinding(OfProject):
    """A finding that no change answers, and why the team lives with it."""

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, related_name="acceptance")
    reason = models.TextField(_("reason"), max_length=1000)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(_("accepted"))

    objects = InProject.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("accepted finding")

    def __str__(self):
        return str(self.finding)


class ControlPoint(OfProject):
    """A to-be activity that must not be skipped, with its time limit and output standard."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="control_points")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="control_points")
    why = models.TextField(_("why it must not be skipped"), max_length=1000)
    time_limit_value = models.DecimalField(_("time limit"), max_digits=7, decimal_places=2)
    time_limit_unit = models.CharField(_("unit"), max_length=16, choices=TimeUnit.choices)
    output_standard = models.TextField(_("output standard"), max_length=1000)
    on_failure = models.TextField(_("what happens on failure"), max_length=1000, blank=True)
    escalation = models.ForeignKey(
        Position,
        verbose_name=_("escalates to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = InProject.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("key control point")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "step"], name="one_control_point_per_step"),
            models.CheckConstraint(
                condition=Q(time_limit_value__gt=0), name="control_point_has_a_time_limit"
            ),
        ]

    def __str__(self):
        return str(self.step)


class Responsibility(models.Model):
    """What a position has to do with a to-be activity. The database refuses a second responsible."""

    map = models.ForeignKey(ProcessMap, on_delete=models.PROTECT, related_name="responsibilities")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="responsibilities")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="duties")
    kind = models.CharField(_("duty"), max_length=12, choices=ResponsibilityKind.choices)

    objects = InMap.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["map", "step"],
                condition=Q(kind=ResponsibilityKind.RESPONSIBLE),
                name="one_responsible_per_activity",
            ),
            models.UniqueConstraint(
                fields=["map", "step"],
                condition=Q(kind=ResponsibilityKind.APPROVES),
                name="at_most_one_approver_per_activity",
            ),
            models.UniqueConstraint(
                fields=["map", "step", "position"], name="one_duty_per_position_and_activity"
            ),
        ]

    def __str__(self):
        return f"{self.position}: {self.get_kind_display()}"

    @property
    def audit_chain(self):
        return f"project:{self.map.project_id}"


class Handover(OfProject):
    """What one position gives another where the to-be map changes lanes."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="handovers")
    from_step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="handovers_out")
    to_step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="handovers_in")
    what = models.CharField(_("what is passed"), max_length=200)
    form = models.CharField(_("in which form"), max_length=200, blank=True)
    time_limit_value = models.DecimalField(_("time limit"), max_digits=7, decimal_places=2)
    time_limit_unit = models.CharField(_("unit"), max_length=16, choices=TimeUnit.choices)
    acceptance = models.CharField(_("acceptance"), max_length=300, blank=True)
    copied_to = models.ForeignKey(
        Position,
        verbose_name=_("copied to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = InProject.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("handover")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "from_step", "to_step"], name="one_handover_per_pair"
            ),
            models.CheckConstraint(
                condition=Q(time_limit_value__gt=0), name="handover_has_a_time_limit"
            ),
        ]

    def __str__(self):
        return self.what
