"""What reviewers say, and what becomes of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from processes.models import Step
from reviews.enums import Answer, CommentClass, Dimension, Disposition, SeatKind
from reviews.models.rounds import Round, Seat
from sopman.audit.history import AuditedHistory
from sops.enums import SectionKind

# False while the reviewer has not handed in; who signs says at once why not.
_HANDED_IN = Q(created_at__lte=F("seat__handed_in_at")) | Q(
    seat__kind__in=[SeatKind.COUNTERSIGN, SeatKind.HEAD]
)


class CommentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Private to its writer until the review is handed in."""
        return self.filter(round__in=Round.objects.visible_to(user)).filter(
            Q(seat__holder=user) | _HANDED_IN
        )

    def handed_in(self):
        return self.filter(_HANDED_IN)

    def needing_answer(self):
        return self.handed_in().filter(disposition="").exclude(kind=CommentClass.PRAISE)

    def in_reading_order(self):
        return self.select_related("seat__holder", "step", "answered_by").order_by(
            "created_at", "pk"
        )


class Comment(models.Model):
    """One comment on a step or a section; the step's identity keeps it through every edit."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="comments")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="comments")
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="+")
    step_title = models.CharField(max_length=200, blank=True)
    section = models.CharField(_("section"), max_length=20, choices=SectionKind.choices, blank=True)
    dimension = models.CharField(_("perspective"), max_length=20, choices=Dimension.choices)
    kind = models.CharField(_("class"), max_length=20, choices=CommentClass.choices)
    text = models.TextField(_("comment"))
    created_at = models.DateTimeField()
    disposition = models.CharField(
        _("disposition"), max_length=20, choices=Disposition.choices, blank=True
    )
    reply = models.TextField(_("reply"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = CommentQuerySet.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("review comment")
        constraints = [
            models.CheckConstraint(
                name="comment_answered_whole",
                condition=Q(disposition="", answered_at=None, answered_by=None)
                | (~Q(disposition="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
        ]

    def __str__(self):
        return self.text[:60]

    @property
    def audit_chain(self):
        return self.round.audit_chain

    @property
    def place(self):
        """Where it sits, in words."""
        return self.step_title or self.get_section_display() or _("The whole document")


class ChecklistAnswer(models.Model):
    """One answered question of a seat's checklist. A “no” says why."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="answers")
    question = models.CharField(max_length=30)
    answer = models.CharField(max_length=5, choices=Answer.choices)
    note = models.TextField(blank=True)

    history = AuditedHistory()

    class Meta:
        verbose_name = _("checklist answer")
        constraints = [
            models.UniqueConstraint(fields=["seat", "question"], name="checklist_answer_once")
        ]

    def __str__(self):
        return f"{self.question}: {self.answer}"

    @property
    def audit_chain(self):
        return self.seat.audit_chain
