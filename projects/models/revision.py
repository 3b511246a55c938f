"""Changes of a charter that is signed: what stood there, what stands there now, why, who signed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from projects import revising, rules
from projects.enums import ENDS, RevisionState, Stage
from projects.models.charter import Objective
from projects.models.project import Project
from sopman.audit.history import AuditedHistory
from sopman.lifecycle import Guard, Stateful
from sopman.signatures.models import Signature


def _still_running(revision):
    stage = revision.project.stage
    if stage in ENDS or stage == Stage.CHARTER:
        return _("The charter is not in force; there is nothing to revise.")
    return None


class CharterRevision(Stateful):
    """One objective changed after the sponsor's signature; in force when the sponsor has signed.

    `before` and `after` hold the revised facts by name, figures as text. Kept for ever.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("number"))
    objective = models.ForeignKey(Objective, models.PROTECT, related_name="revisions")
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField(_("reason"))
    eases = models.BooleanField(_("the target is easier to reach"), default=False)
    stage_then = models.CharField(_("stage"), max_length=20, choices=Stage.choices)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    signature = models.ForeignKey(
        Signature, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(_("why not"), blank=True)
    state = FSMField(
        _("state"), choices=RevisionState.choices, default=RevisionState.PROPOSED, protected=True
    )

    history = AuditedHistory()

    class Meta:
        verbose_name = _("charter revision")
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"], name="charter_revision_number_once"
            ),
            models.UniqueConstraint(
                fields=["objective"],
                condition=Q(state=RevisionState.PROPOSED),
                name="charter_revision_one_open",
            ),
        ]

    def __str__(self):
        return str(_("Charter revision %(n)d") % {"n": self.number})

    @property
    def changes(self):
        """Line by line: label, before, after."""
        return list(revising.changes(self.before, self.after))

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"

    @transition(
        field=state,
        source=RevisionState.PROPOSED,
        target=RevisionState.SIGNED,
        conditions=[Guard(_still_running)],
        permission=rules.may_sign_revision,
    )
    def to_signed(self, *, at, given):
        """In force from now on; `given` is the sponsor's signature."""
        self.settled_at, self.signature = at, given

    @transition(
        field=state,
        source=RevisionState.PROPOSED,
        target=RevisionState.DECLINED,
        permission=rules.may_sign_revision,
    )
    def to_declined(self, *, at, answer):
        self.settled_at, self.answer = at, answer

    @transition(
        field=state,
        source=RevisionState.PROPOSED,
        target=RevisionState.TAKEN_BACK,
        permission=rules.may_take_back,
    )
    def to_taken_back(self, *, at):
        self.settled_at = at
