"""Problems, questionnaires and figures of a pilot."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pilots.enums import ProblemKind, ProblemState
from pilots.models.pilot import Participant, PartQuerySet, Pilot, Scenario
from processes.models import Step
from projects.enums import MetricKind
from projects.models import Objective
from sopman.audit.history import AuditedHistory


class Part(models.Model):
    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def audit_chain(self):
        return self.pilot.audit_chain


class Problem(Part):
    """Something that went wrong while carrying out the SOP, at its step."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="problems")
    scenario = models.ForeignKey(Scenario, models.PROTECT, null=True, related_name="problems")
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="+")
    step_title = models.CharField(max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=ProblemKind.choices)
    text = models.TextField(_("what happened"))
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    state = models.CharField(
        _("state"), max_length=20, choices=ProblemState.choices, default=ProblemState.OPEN
    )
    answer = models.TextField(_("what becomes of it"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    history = AuditedHistory()

    class Meta:
        verbose_name = _("pilot problem")
        ordering = ["reported_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ProblemState.CARRIED_OVER) | Q(owner__isnull=False),
                name="problem_carried_over_has_an_owner",
            ),
            models.CheckConstraint(
                condition=Q(state=ProblemState.OPEN)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="problem_answered_whole",
            ),
        ]

    def __str__(self):
        return self.text[:60]

    @property
    def place(self):
        return self.step_title or _("The whole SOP")


class Answer(Part):
    """One participant's questionnaire."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="answers")
    participant = models.OneToOneField(Participant, models.PROTECT, related_name="answer")
    clarity = models.PositiveSmallIntegerField()
    doability = models.PositiveSmallIntegerField()
    speed = models.PositiveSmallIntegerField()
    safety = models.PositiveSmallIntegerField()
    remark = models.TextField(_("remark"), blank=True)
    answered_at = models.DateTimeField()

    history = AuditedHistory()

    class Meta:
        verbose_name = _("questionnaire")
        constraints = [
            models.CheckConstraint(
                name="answer_marks_1_to_5",
                condition=Q(
                    clarity__range=(1, 5),
                    doability__range=(1, 5),
                    speed__range=(1, 5),
                    safety__range=(1, 5),
                ),
            )
        ]

    def __str__(self):
        return str(self.participant)


class Figure(Part):
    """A measured value: of a scenario by one of the three common metrics, or of an objective."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="figures")
    scenario = models.ForeignKey(Scenario, models.PROTECT, null=True, related_name="figures")
    objective = models.ForeignKey(Objective, models.PROTECT, null=True, related_name="+")
    metric = models.CharField(_("metric"), max_length=20, choices=MetricKind.choices)
    value = models.DecimalField(
        _("value"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    sample_size = models.PositiveIntegerField(
        _("number of cases"), validators=[MinValueValidator(1), MaxValueValidator(10_000_000)]
    )
    source = models.CharField(_("where it was measured"), max_length=200)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    history = AuditedHistory()

    class Meta:
        verbose_name = _("pilot figure")
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "metric"],
                condition=Q(objective=None),
                name="figure_once_per_scenario",
            ),
            models.UniqueConstraint(
                fields=["pilot", "objective"],
                condition=Q(objective__isnull=False),
                name="figure_once_per_objective",
            ),
            models.CheckConstraint(
                condition=Q(scenario__isnull=False, objective=None)
                | Q(scenario=None, objective__isnull=False),
                name="figure_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0, sample_size__gte=1), name="figure_sensible"
            ),
            models.CheckConstraint(
                condition=~Q(metric__in=[MetricKind.ERROR_RATE, MetricKind.SATISFACTION])
                | Q(objective__isnull=False)
                | Q(value__lte=100),
                name="figure_share_up_to_100",
            ),
        ]

    def __str__(self):
        return f"{self.get_metric_display()} {self.value}"
