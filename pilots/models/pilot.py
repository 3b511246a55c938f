"""A pilot of one version, its scenarios and participants."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from pilots import guards, rules
from pilots.enums import UNDER_WAY, PilotDecision, PilotState
from pilots.results import own_objectives
from projects.models import Project
from sopman.audit.history import AuditedHistory
from sopman.lifecycle import Stateful
from sopman.people.models import Department
from sopman.signatures.models import Signature
from sops.models import SopVersion


class PilotQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who see the project, and the participants."""
        mine = Participant.objects.filter(pilot=OuterRef("pk"), user=user)
        return self.filter(Q(project__in=Project.objects.visible_to(user)) | Exists(mine))

    def running(self):
        return self.filter(state=PilotState.RUNNING)

    def for_page(self):
        return self.select_related(
            "project__owning_department", "project__lead", "version__sop", "signature"
        ).prefetch_related("scenarios", "participants__user")


class Pilot(Stateful):
    """The SOP in use in one or two scenarios for at least fourteen days."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="pilots")
    version = models.ForeignKey(SopVersion, models.PROTECT, related_name="pilots")
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    first_ends_on = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(
        _("conclusion"), max_length=20, choices=PilotDecision.choices, blank=True
    )
    decision_reason = models.TextField(_("reason"), blank=True)
    signature = models.ForeignKey(Signature, models.PROTECT, null=True, related_name="+")
    state = FSMField(
        _("state"), choices=PilotState.choices, default=PilotState.PLANNED, protected=True
    )

    objects = PilotQuerySet.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("pilot")
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state__in=UNDER_WAY),
                name="pilot_one_under_way",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="pilot_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(state=PilotState.CONCLUDED)
                | (~Q(decision="") & Q(concluded_at__isnull=False)),
                name="pilot_concluded_with_a_decision",
            ),
        ]

    def __str__(self):
        return _("Pilot of %(version)s") % {"version": self.version}

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"

    def own_objectives(self):
        """Objectives of the charter that the three common figures don't answer."""
        return own_objectives(list(self.project.objectives.all()))

    def result_of(self, objective):
        return next((one for one in self.figures.all() if one.objective_id == objective.pk), None)

    @transition(
        field=state,
        source=PilotState.PLANNED,
        target=PilotState.RUNNING,
        conditions=[guards.startable],
        permission=rules.may_manage,
    )
    def to_running(self, *, at):
        self.started_at, self.first_ends_on = at, self.ends_on

    @transition(
        field=state,
        source=PilotState.RUNNING,
        target=PilotState.CONCLUDED,
        permission=rules.may_conclude,
    )
    def to_concluded(self, *, at, decision, why, signed):
        self.concluded_at, self.decision = at, decision
        self.decision_reason, self.signature = why, signed

    @transition(
        field=state,
        source=[PilotState.PLANNED, PilotState.RUNNING],
        target=PilotState.CONCLUDED,
        permission=rules.may_manage,
    )
    def to_called_off(self, *, at, why):
        self.concluded_at, self.decision, self.decision_reason = at, PilotDecision.ABANDON, why


class PartQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(pilot__in=Pilot.objects.visible_to(user))


class Scenario(models.Model):
    """One business situation in which the SOP is tried."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="scenarios")
    name = models.CharField(_("scenario"), max_length=120)
    description = models.TextField(_("what is tried"), blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PartQuerySet.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("pilot scenario")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["pilot", "name"], name="scenario_name_once")]

    def __str__(self):
        return self.name

    @property
    def audit_chain(self):
        return self.pilot.audit_chain


class Participant(models.Model):
    """Somebody who works by the SOP during the pilot."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="participants")
    scenario = models.ForeignKey(Scenario, models.PROTECT, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="pilot_participations"
    )
    briefed_at = models.DateTimeField(_("has read the pilot version"), null=True, blank=True)

    objects = PartQuerySet.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("pilot participant")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["pilot", "user"], name="participant_once")]

    def __str__(self):
        return str(self.user)

    @property
    def audit_chain(self):
        return self.pilot.audit_chain
