"""What was heard, read and seen about a process, and what of it speaks of which activity."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from processes.enums import Aspect, EvidenceKind
from processes.models.maps import InProject, Step
from projects.models import Membership, Project
from sopman.audit.history import AuditedHistory
from sopman.files.models import Attachment
from sopman.people.models import Position


class InRecord(InProject):
    project_path = "record__project"


class EvidenceRecord(models.Model):
    """An interview, a document that was read, or an observation at the workplace.

    Without consent (by whom, when) no recording of the person is kept with it.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="evidence_records")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind of evidence"), max_length=12, choices=EvidenceKind.choices)
    title = models.CharField(_("subject"), max_length=200)
    happened_on = models.DateField(_("date"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("person from the organization"),
    )  # fmt: skip
    outsider = models.CharField(_("person from outside"), max_length=120, blank=True)
    text = models.TextField(_("what was said, read or seen"), max_length=8000, blank=True)
    consent_by = models.CharField(_("consent given by"), max_length=120, blank=True)
    consent_on = models.DateField(_("consent given on"), null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(_("written down at"))
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = InProject.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("evidence record")
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="evidence_number_once"),
            models.CheckConstraint(
                condition=Q(person=None) | Q(outsider=""), name="evidence_of_one_person"
            ),
            models.CheckConstraint(
                condition=Q(consent_by="", consent_on=None)
                | (~Q(consent_by="") & Q(consent_on__isnull=False)),
                name="consent_by_whom_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title[:60]}"

    @property
    def code(self):
        return f"E{self.number:02}"

    @property
    def who(self):
        """The person it comes from, as a name."""
        return str(self.person) if self.person_id else self.outsider

    @property
    def has_consent(self):
        return self.consent_on is not None

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"


class RecordingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The team, the person who is heard, and auditors: not everybody who sees the project.

        Heads and controllers read what was written down. Hearing a voice is another matter:
        who may be heard by his own head says something else.
        """
        if not user.is_active:
            return self.none()
        standing = user.standing
        if standing.is_auditor:
            return self
        people = standing.people
        team = Membership.objects.filter(Q(user__in=people) | Q(deputy=user)).values("project")
        return self.filter(
            Q(record__project__lead__in=people)
            | Q(record__project__in=team)
            | Q(record__person=user)
        )


class Recording(models.Model):
    """What sound recordings of a record hang on, so that fewer people reach them."""

    record = models.OneToOneField(EvidenceRecord, models.PROTECT, related_name="recording")
    made_at = models.DateTimeField(_("made at"))

    objects = RecordingQuerySet.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("recording")
        ordering = ["record"]

    def __str__(self):
        return str(self.record)

    @property
    def audit_chain(self):
        return self.record.audit_chain


class Pin(models.Model):
    """A sentence or a picture of a record that speaks of an activity, and what value it gives."""

    record = models.ForeignKey(EvidenceRecord, models.PROTECT, related_name="pins")
    step = models.ForeignKey(Step, models.PROTECT, related_name="pins")
    quote = models.TextField(_("sentence"), max_length=600, blank=True)
    picture = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("picture"),
    )  # fmt: skip
    aspect = models.CharField(
        _("says something about"), max_length=8, choices=Aspect.choices, blank=True
    )
    minutes = models.DecimalField(
        _("minutes"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    position = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("position"),
    )  # fmt: skip
    system = models.CharField(_("system"), max_length=80, blank=True)
    after = models.ForeignKey(
        Step, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("stands after"),
    )  # fmt: skip
    pinned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pinned_at = models.DateTimeField(_("pinned at"))

    objects = InRecord.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("pinned evidence")
        ordering = ["record", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "step", "quote", "aspect"],
                condition=Q(picture=None),
                name="sentence_pinned_once",
            ),
            models.UniqueConstraint(
                fields=["record", "step", "picture", "aspect"],
                condition=Q(picture__isnull=False),
                name="picture_pinned_once",
            ),
            models.CheckConstraint(
                condition=~Q(quote="") | Q(picture__isnull=False), name="pin_shows_something"
            ),
            models.CheckConstraint(
                condition=(
                    Q(aspect="", minutes=None, position=None, system="", after=None)
                    | (
                        Q(aspect__in=["touch", "waiting"], minutes__gte=0)
                        & Q(position=None, system="", after=None)
                    )
                    | (
                        Q(aspect="position", position__isnull=False)
                        & Q(minutes=None, system="", after=None)
                    )
                    | (
                        Q(aspect="system")
                        & ~Q(system="")
                        & Q(minutes=None, position=None, after=None)
                    )
                    | (
                        Q(aspect="order", after__isnull=False)
                        & Q(minutes=None, position=None, system="")
                    )
                ),
                name="pin_says_what_its_aspect_asks",
            ),
        ]

    def __str__(self):
        return self.quote[:60] or str(self.picture)

    @property
    def value(self) -> str:
        """What it says about its aspect, as a key that compares; empty when it says nothing."""
        said = {
            Aspect.POSITION: self.position_id,
            Aspect.SYSTEM: self.system,
            Aspect.ORDER: self.after_id,
        }
        if self.aspect in (Aspect.TOUCH, Aspect.WAITING):
            return "" if self.minutes is None else f"{Decimal(self.minutes).normalize():f}"
        return str(said.get(self.aspect) or "")

    @property
    def audit_chain(self):
        return self.record.audit_chain


class Settlement(models.Model):
    """A person's word on what two sources say differently about one activity.

    It stands for the values it was made for (`values`); a new, different one opens the question
    again. `chosen` is one of them, or empty where neither holds.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="settlements")
    step = models.ForeignKey(Step, models.PROTECT, related_name="settlements")
    aspect = models.CharField(_("about"), max_length=8, choices=Aspect.choices)
    values = models.JSONField(_("what was said"))
    chosen = models.CharField(_("what holds"), max_length=80, blank=True)
    reason = models.TextField(_("reason"), max_length=1000)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(_("settled at"))

    objects = InProject.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("settled contradiction")
        ordering = ["project", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "step", "aspect"], name="one_settlement_a_question"
            ),
        ]

    def __str__(self):
        return f"{self.step} · {self.get_aspect_display()}"

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"


class Cycle(models.Model):
    """One case followed through the process with the stopwatch, or its minutes typed afterwards.

    `client_id` is given where it was timed: sent twice, it is one cycle.
    """

    record = models.ForeignKey(EvidenceRecord, models.PROTECT, related_name="cycles")
    client_id = models.UUIDField(unique=True)
    started_at = models.DateTimeField(_("started at"))
    ended_at = models.DateTimeField(_("ended at"))
    remark = models.TextField(_("remark of the observer"), max_length=500, blank=True)
    corrected = models.JSONField(_("what was put right"), default=list, blank=True)
    is_typed = models.BooleanField(_("minutes were typed"), default=False)
    observed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(_("received at"))

    objects = InRecord.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("observed cycle")
        ordering = ["record", "started_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__gte=models.F("started_at")), name="cycle_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return f"{self.record.code} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def audit_chain(self):
        return self.record.audit_chain


class InCycle(InProject):
    project_path = "cycle__record__project"


class Lap(models.Model):
    """One activity in one cycle, in seconds: how long the case lay still before it, how long it
    was worked on. Interruptions belong to neither. A time that wasn't taken is null.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="laps")
    step = models.ForeignKey(Step, models.PROTECT, related_name="laps")
    order = models.PositiveSmallIntegerField(_("order"))
    touch_seconds = models.PositiveIntegerField(_("touch time (seconds)"), null=True)
    waiting_seconds = models.PositiveIntegerField(_("waiting time (seconds)"), null=True)
    interrupted_seconds = models.PositiveIntegerField(_("interrupted (seconds)"), default=0)
    remark = models.CharField(_("remark of the observer"), max_length=300, blank=True)

    objects = InCycle.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("lap")
        ordering = ["cycle", "order"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "order"], name="lap_once_in_its_place"),
        ]

    def __str__(self):
        return f"{self.cycle_id}/{self.order}"

    @property
    def audit_chain(self):
        return self.cycle.audit_chain
