"""A review round of one version, and the seats in it."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from projects.models import Project
from reviews import guards, rules
from reviews.enums import REVIEWING, RUNNING, RoundState, SeatKind, Verdict
from sopman.audit.history import AuditedHistory
from sopman.lifecycle import Stateful
from sopman.people.models import Department
from sopman.signatures.models import Signature
from sops.models import SopVersion

PARTAKERS = rules.may_take_part  # who exactly is the business of the action that moves


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who see the project, and whoever holds a seat in it (or stands in for one)."""
        mine = Seat.objects.of(user).filter(round=OuterRef("pk"))
        return self.filter(Q(project__in=Project.objects.visible_to(user)) | Exists(mine))

    def running(self):
        return self.filter(state__in=RUNNING)

    def for_page(self):
        return self.select_related("project", "version__sop", "version__sop__owning_department")


class Round(Stateful):
    """One review of one version. At most one round of a version runs at a time."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="rounds")
    version = models.ForeignKey(SopVersion, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("round"))
    note = models.TextField(_("note to the reviewers"), blank=True)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revision_started_at = models.DateTimeField(null=True, blank=True)
    revision_due_at = models.DateTimeField(_("revision due"), null=True, blank=True)
    revision_finished_at = models.DateTimeField(null=True, blank=True)
    revision_breached_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    content_sha256 = models.CharField(_("fingerprint"), max_length=64, blank=True)
    state = FSMField(
        _("state"), choices=RoundState.choices, default=RoundState.OPEN, protected=True
    )

    objects = RoundQuerySet.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("review round")
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["version"], condition=Q(state__in=RUNNING), name="round_one_running"
            ),
        ]

    def __str__(self):
        return _("%(version)s · review round %(n)d") % {"version": self.version, "n": self.number}

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"

    @cached_property
    def author_ids(self):
        return frozenset(author.pk for author in self.version.authors.all())

    @transition(
        field=state, source=RoundState.OPEN, target=RoundState.REVISING, permission=PARTAKERS
    )
    def to_revising(self, *, at, due_at):
        self.revision_started_at, self.revision_due_at = at, due_at

    @transition(
        field=state, source=RoundState.SIGNING, target=RoundState.REVISING, permission=PARTAKERS
    )
    def to_revising_again(self, *, at, due_at):
        self.revision_started_at, self.revision_due_at = at, due_at
        self.revision_finished_at = self.revision_breached_at = None
        self.content_sha256 = ""

    @transition(
        field=state,
        source=[RoundState.OPEN, RoundState.REVISING],
        target=RoundState.SIGNING,
        conditions=[guards.ready_for_signatures],
        permission=PARTAKERS,
    )
    def to_signing(self, *, at, content_sha256):
        self.revision_finished_at = at
        self.content_sha256 = content_sha256

    @transition(
        field=state,
        source=RoundState.SIGNING,
        target=RoundState.PASSED,
        conditions=[guards.ready_to_pass],
        permission=lambda round_, user: any(
            rules.may_sign(seat, user) for seat in round_.seats.filter(kind=SeatKind.HEAD)
        ),
    )
    def to_passed(self, *, at):
        self.closed_at = at

    @transition(
        field=state, source=list(RUNNING), target=RoundState.WITHDRAWN, permission=PARTAKERS
    )
    def to_withdrawn(self, *, at):
        self.closed_at = at


class SeatQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(holder__in=user.standing.people)

    def visible_to(self, user):
        return self.filter(round__in=Round.objects.visible_to(user))

    def reviewing(self):
        return self.filter(kind__in=REVIEWING)

    def waiting_for_verdict(self):
        """Reviewers who owe a verdict: the first one, or a new one after a revision."""
        return self.reviewing().filter(
            Q(handed_in_at=None, round__state__in=[RoundState.OPEN, RoundState.REVISING])
            | Q(verdict=Verdict.FAIL, round__state=RoundState.SIGNING)
        )

    def waiting_for_signature(self):
        return self.filter(
            kind__in=[SeatKind.COUNTERSIGN, SeatKind.HEAD],
            signature=None,
            round__state=RoundState.SIGNING,
        )


class Seat(models.Model):
    """One place at the table. Losing its person leaves it vacant; it never disappears."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="seats")
    kind = models.CharField(_("seat"), max_length=20, choices=SeatKind.choices)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    named_because = models.TextField(_("reason for naming this approver"), blank=True)
    due_on = models.DateField(_("due on"))
    first_due_on = models.DateField(_("first due on"))
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict.choices, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    signature = models.ForeignKey(Signature, models.PROTECT, null=True, related_name="+")
    escalated_on = models.DateField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("review seat")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "kind"],
                condition=~Q(kind=SeatKind.COUNTERSIGN),
                name="seat_once_per_round",
            ),
            models.UniqueConstraint(
                fields=["round", "department"],
                condition=Q(kind=SeatKind.COUNTERSIGN),
                name="seat_department_once",
            ),
            models.CheckConstraint(
                name="seat_verdict_with_its_time",
                condition=Q(verdict="", handed_in_at=None)
                | Q(handed_in_at__isnull=False) & ~Q(verdict=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.holder or _('vacant')}"

    @property
    def audit_chain(self):
        return self.round.audit_chain

    @property
    def is_reviewing(self):
        return self.kind in REVIEWING


class EarlierVerdict(models.Model):
    """What a seat said before it was asked again: it stays on record beside the new verdict."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="earlier")
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict.choices)
    summary = models.TextField(_("summary"), blank=True)
    handed_in_at = models.DateTimeField(_("handed in at"))
    signature = models.ForeignKey(Signature, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("earlier verdict")
        ordering = ["handed_in_at", "pk"]

    def __str__(self):
        return f"{self.seat} · {self.get_verdict_display()}"
