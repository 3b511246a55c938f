"""One edition of an SOP, its machine, and what was saved on the way."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from projects.models import Membership, Project
from sopman.audit.history import AuditedHistory
from sopman.lifecycle import Stateful
from sopman.organization.queries import organization
from sopman.signatures.models import Signature
from sops import guards, rules
from sops.enums import ClearedBy, Confidentiality, VersionState
from sops.labels import label_of
from sops.models import readers
from sops.models.register import Sop

S = VersionState
NUMBERED = [S.APPROVED, S.IN_PILOT, S.RELEASED, S.EFFECTIVE, S.SUPERSEDED, S.WITHDRAWN]


class SopVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the person may open: in force by the library's rule, the rest by taking part."""
        standing = user.standing
        if standing.is_controller or standing.is_auditor:
            return self
        return self.filter(readable_by(user))

    readable_by = visible_to

    def drafts_visible_to(self, user):
        """Versions whose drafts the person may open: not all who read what came of them."""
        standing = user.standing
        if standing.is_controller or standing.is_auditor:
            return self
        at_work = Q(state__in=[S.DRAFT, S.IN_REVIEW, S.APPROVED]) & readers.registered(user)
        return self.filter(_takes_part(user) | at_work)

    def effective(self):
        return self.filter(state=S.EFFECTIVE)

    def due(self, *, on):
        """Released ones whose effective date has come."""
        return self.filter(state=S.RELEASED, effective_on__lte=on)

    def light(self):
        """Without the frozen text, for lists."""
        return self.defer("frozen")

    def locked(self):
        return self.select_for_update(of=("self",), no_key=True).select_related("sop")


def readable_by(user):
    """The condition behind `visible_to`, for a person without a role that sees everything."""
    standing = user.standing
    addressed = Q(sop__owning_department__in=standing.department_ids) | Q(
        sop__in=Sop.positions.through.objects.filter(position__in=standing.position_ids).values(
            "sop"
        )
    )
    in_force = Q(state=S.EFFECTIVE)
    if organization().library_open:
        in_force &= Q(sop__confidentiality=Confidentiality.INTERNAL) | addressed
    else:
        in_force &= addressed
    released = Q(state=S.RELEASED) & addressed
    return in_force | released | _takes_part(user) | readers.registered(user)


def _takes_part(user):
    """Team, owner, and the heads above: they see every state of a version."""
    inside = Q(project__in=_own_projects(user)) | Q(sop__owner=user)
    if user.standing.headed_ids:
        inside |= Q(sop__owning_department__in=user.standing.headed_ids)
    return inside


def _own_projects(user):
    """Projects of which the person (or whom they stand in for) is in the team; no query of its own."""
    people = user.standing.people
    team = Membership.objects.filter(Q(user__in=people) | Q(deputy=user))
    return Project.objects.filter(Q(lead__in=people) | Q(pk__in=team.values("project"))).values(
        "pk"
    )


class SopVersion(Stateful):
    """One edition. Its state moves only through `sops.actions`; it gets its number by signature."""

    sop = models.ForeignKey(Sop, models.PROTECT, related_name="versions")
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="sop_versions")
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="revisions")
    planned_major = models.PositiveSmallIntegerField(default=1)
    planned_minor = models.PositiveSmallIntegerField(default=0)
    major = models.PositiveSmallIntegerField(null=True, editable=False)
    minor = models.PositiveSmallIntegerField(null=True, editable=False)
    old_label = models.CharField(_("old version"), max_length=20, blank=True)
    state = FSMField(_("state"), choices=S.choices, default=S.DRAFT, protected=True)
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("prepared by"), related_name="authored_versions"
    )
    change_note = models.TextField(_("what changed and why"), blank=True)
    snapshot_count = models.PositiveSmallIntegerField(default=0, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("started"))
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    content_sha256 = models.CharField(_("fingerprint"), max_length=64, blank=True, editable=False)
    frozen = models.JSONField(null=True, editable=False, encoder=DjangoJSONEncoder)
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approval = models.ForeignKey(Signature, models.PROTECT, null=True, related_name="+")
    cleared_by = models.CharField(
        _("cleared by"), max_length=20, choices=ClearedBy.choices, default=ClearedBy.NONE
    )
    clear_reason = models.TextField(_("reason of the clearance"), blank=True)
    released_at = models.DateTimeField(_("released"), null=True, editable=False)
    release = models.ForeignKey(Signature, models.PROTECT, null=True, related_name="+")
    effective_on = models.DateField(_("effective date"), null=True, blank=True)
    effective_at = models.DateTimeField(_("in force since"), null=True, editable=False)
    ended_at = models.DateTimeField(_("no longer in force since"), null=True, editable=False)
    end_reason = models.TextField(_("reason of the end"), blank=True)

    objects = SopVersionQuerySet.as_manager()
    history = AuditedHistory(excluded_fields=["frozen"])

    class Meta:
        verbose_name = _("SOP version")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sop", "major", "minor"],
                condition=Q(major__isnull=False),
                name="sopversion_number_once",
            ),
            models.UniqueConstraint(
                fields=["sop"],
                condition=Q(state=S.EFFECTIVE),
                name="sopversion_one_effective_per_sop",
            ),
            models.CheckConstraint(condition=Q(state__in=S.values), name="sopversion_known_state"),
            models.CheckConstraint(
                condition=Q(major=None, minor=None) | Q(major__isnull=False, minor__isnull=False),
                name="sopversion_number_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=NUMBERED) | Q(major__isnull=False),
                name="sopversion_numbered_once_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approval=None, approved_by=None)
                | Q(approved_at__isnull=False, approval__isnull=False, approved_by__isnull=False),
                name="sopversion_approval_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.RELEASED, S.EFFECTIVE, S.SUPERSEDED, S.WITHDRAWN])
                | (Q(effective_on__isnull=False) & ~Q(cleared_by=ClearedBy.NONE)),
                name="sopversion_cleared_and_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "sop", "effective_on"], name="sopversion_state_on")
        ]

    def __str__(self):
        return f"{self.sop.number} {self.label}"

    def get_absolute_url(self):
        return reverse("sops:version", args=[self.pk])

    @property
    def audit_chain(self):
        return f"project:{self.project_id}" if self.project_id else f"sop:{self.sop_id}"

    @property
    def number(self):
        """1.0 once signed, else None."""
        return None if self.major is None else f"{self.major}.{self.minor}"

    @property
    def label(self):
        return label_of(self)

    @property
    def imported_label(self):
        """The label of an existing SOP before its signature gives the number."""
        return self.old_label or f"V{self.planned_major}.{self.planned_minor}"

    @property
    def is_imported(self):
        return self.cleared_by == ClearedBy.IMPORTED

    @property
    def is_in_force(self):
        return self.state == S.EFFECTIVE

    @property
    def is_over(self):
        return self.state in (S.SUPERSEDED, S.WITHDRAWN, S.DROPPED)

    @cached_property
    def author_names(self):
        return _now(", ").join(str(author) for author in self.authors.all())

    # The machine. Only `sopman.lifecycle.fire()` moves; every move changes only this row.

    @transition(
        field=state,
        source=S.DRAFT,
        target=S.IN_REVIEW,
        conditions=[guards.submittable],
        permission=rules.may_submit,
    )
    def to_in_review(self, *, at, content, content_sha256):
        self.submitted_at, self.frozen, self.content_sha256 = at, content, content_sha256

    @transition(field=state, source=S.IN_REVIEW, target=S.DRAFT, permission=rules.may_return)
    def to_draft(self, *, at):
        self.submitted_at, self.frozen, self.content_sha256 = None, None, ""

    @transition(
        field=state,
        source=S.IN_REVIEW,
        target=S.APPROVED,
        conditions=[guards.approvable],
        permission=rules.may_approve,
    )
    def to_approved(self, *, at, number, approval, by):
        self.major, self.minor = number
        self.approved_at, self.approval, self.approved_by = at, approval, by

    @transition(field=state, source=S.APPROVED, target=S.IN_PILOT, permission=rules.may_pilot)
    def to_in_pilot(self, *, at):
        pass

    @transition(field=state, source=S.IN_PILOT, target=S.APPROVED, permission=rules.may_end_pilot)
    def to_pilot_ended(self, *, at):
        pass

    @transition(
        field=state,
        source=S.APPROVED,
        target=S.RELEASED,
        conditions=[guards.releasable],
        permission=rules.may_release,
    )
    def to_released(self, *, at, effective_on, release):
        self.released_at, self.effective_on, self.release = at, effective_on, release

    @transition(
        field=state,
        source=S.RELEASED,
        target=S.EFFECTIVE,
        conditions=[guards.enforceable],
        permission=rules.may_make_effective,
    )
    def to_effective(self, *, at):
        self.effective_at = at

    @transition(
        field=state, source=S.DRAFT, target=S.EFFECTIVE, permission=rules.may_import_version
    )
    def to_imported(self, *, at, number, approval, by, effective_on, content, content_sha256):
        self.major, self.minor = number
        self.approved_at, self.approval, self.approved_by = at, approval, by
        self.cleared_by, self.frozen = ClearedBy.IMPORTED, content
        self.content_sha256 = content_sha256
        self.effective_on, self.effective_at = effective_on, at

    @transition(
        field=state, source=S.EFFECTIVE, target=S.SUPERSEDED, permission=rules.may_make_effective
    )
    def to_superseded(self, *, at):
        self.ended_at = at

    @transition(
        field=state, source=S.EFFECTIVE, target=S.WITHDRAWN, permission=rules.may_withdraw_version
    )
    def to_withdrawn(self, *, at, why):
        self.ended_at, self.end_reason = at, why

    @transition(
        field=state,
        source=[S.DRAFT, S.APPROVED, S.IN_PILOT, S.RELEASED],
        target=S.DROPPED,
        permission=rules.may_drop,
    )
    def to_dropped(self, *, at, why):
        self.ended_at, self.end_reason = at, why


class SnapshotQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(version__in=SopVersion.objects.drafts_visible_to(user))


class Snapshot(models.Model):
    """What a draft looked like when it was saved under a name. Rows are only ever added."""

    version = models.ForeignKey(SopVersion, models.PROTECT, related_name="snapshots")
    n = models.PositiveSmallIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    content_sha256 = models.CharField(max_length=64)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(_("saved"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved version")
        ordering = ["-n"]
        constraints = [
            models.UniqueConstraint(fields=["version", "n"], name="snapshot_number_once")
        ]

    def __str__(self):
        return f"{self.version.sop.number} {self.label}"

    @property
    def audit_chain(self):
        return self.version.audit_chain

    @property
    def label(self):
        version = self.version
        if (version.planned_major, version.planned_minor) == (1, 0):
            return f"V0.{self.n}"
        return _now("V%(number)s draft %(n)d") % {
            "number": f"{version.planned_major}.{version.planned_minor}",
            "n": self.n,
        }
