"""How one version is brought to its readers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from projects.models import Project
from sopman.audit.history import AuditedHistory
from sopman.files.models import Attachment
from sopman.lifecycle import Stateful
from sopman.people.models import Position
from sopman.signatures.models import Signature
from sops.models import SopVersion
from training import guards, rules
from training.enums import Channel, ReleaseState


class ReleaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who sees the version, or the project, sees how it is released."""
        return self.filter(
            Q(version__in=SopVersion.objects.visible_to(user))
            | Q(project__in=Project.objects.visible_to(user))
        )

    def concerning(self, user):
        """Releases on whose distribution list one of the person's positions stands."""
        listed = Release.positions.through.objects.filter(position__in=user.standing.position_ids)
        return self.filter(pk__in=listed.values("release"))

    def published(self):
        return self.filter(state__in=[ReleaseState.RELEASED, ReleaseState.IN_FORCE])

    def alive(self):
        return self.exclude(state=ReleaseState.CALLED_OFF)

    def prepared(self):
        """Planned, and nothing stands against releasing it (the guards say the same in words)."""
        enough = models.Count("questions", filter=Q(questions__is_active=True), distinct=True)
        return (
            self.filter(
                state=ReleaseState.PLANNED,
                consultant__isnull=False,
                positions__isnull=False,
                placements__isnull=False,
                exam__isnull=False,
            )
            .exclude(group_name="")
            .annotate(bank=enough)
            .filter(bank__gte=models.F("exam__question_count"))
        )

    def for_reader(self):
        """With what somebody has to know of it."""
        along = self.select_related("version__sop", "project__owning_department", "exam")
        return along.defer("version__frozen")

    def for_page(self):
        return self.select_related(
            "version__sop__owner",
            "project__lead",
            "consultant",
            "group_picture",
            "signature",
            "override",
        ).prefetch_related("positions__department", "placements")


class Release(Stateful):
    """One version on its way to its readers: group, list, channels, effective date."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="releases")
    version = models.OneToOneField(SopVersion, models.PROTECT, related_name="release_plan")
    positions = models.ManyToManyField(
        Position, verbose_name=_("distribution list"), blank=True, related_name="+"
    )
    group_name = models.CharField(_("consultation group"), max_length=120, blank=True)
    group_link = models.URLField(_("link to the group"), max_length=500, blank=True)
    group_picture = models.ForeignKey(
        Attachment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("QR code of the group"),
    )
    consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who answers"),
    )
    effective_on = models.DateField(_("effective date"), null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    signature = models.ForeignKey(Signature, models.PROTECT, null=True, related_name="+")
    override = models.ForeignKey(Signature, models.PROTECT, null=True, related_name="+")
    override_reason = models.TextField(_("reason for going ahead"), blank=True)
    state = FSMField(
        _("state"), choices=ReleaseState.choices, default=ReleaseState.PLANNED, protected=True
    )

    objects = ReleaseQuerySet.as_manager()
    history = AuditedHistory(m2m_fields=[positions])

    class Meta:
        verbose_name = _("release")
        constraints = [
            models.CheckConstraint(
                name="release_dated_and_signed",
                condition=~Q(state__in=[ReleaseState.RELEASED, ReleaseState.IN_FORCE])
                | Q(effective_on__isnull=False, signature__isnull=False),
            ),
            models.CheckConstraint(
                name="release_override_with_reason",
                condition=Q(override=None) | ~Q(override_reason=""),
            ),
        ]

    def __str__(self):
        return _("Release of %(version)s") % {"version": self.version}

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"

    @property
    def is_planned(self):
        return self.state == ReleaseState.PLANNED

    @property
    def is_published(self):
        return self.state in (ReleaseState.RELEASED, ReleaseState.IN_FORCE)

    @transition(
        field=state,
        source=ReleaseState.PLANNED,
        target=ReleaseState.RELEASED,
        conditions=[guards.releasable],
        permission=rules.may_release,
    )
    def to_released(self, *, at, effective_on, signed, override, why):
        self.released_at, self.effective_on, self.signature = at, effective_on, signed
        self.override, self.override_reason = override, why

    @transition(
        field=state,
        source=ReleaseState.RELEASED,
        target=ReleaseState.IN_FORCE,
        permission=rules.nobody,
    )
    def to_in_force(self, *, at):
        pass

    @transition(
        field=state,
        source=[ReleaseState.PLANNED, ReleaseState.RELEASED],
        target=ReleaseState.CALLED_OFF,
        permission=rules.may_prepare,
    )
    def to_called_off(self, *, at):
        pass


class PartQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(release__in=Release.objects.visible_to(user))


class Placement(models.Model):
    """Where the released document was put, when, by whom."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="placements")
    channel = models.CharField(_("channel"), max_length=20, choices=Channel.choices)
    where = models.CharField(_("where exactly"), max_length=300)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = PartQuerySet.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("placement")
        ordering = ["placed_at", "pk"]

    def __str__(self):
        return f"{self.get_channel_display()} · {self.where}"

    @property
    def audit_chain(self):
        return self.release.audit_chain


class LateAddition(models.Model):
    """A position put on the list after the release: its readers have their days from then on."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="late_additions")
    position = models.ForeignKey(Position, models.PROTECT, related_name="+")
    added_on = models.DateField(_("added on"))

    class Meta:
        verbose_name = _("late addition to the distribution list")
        constraints = [
            models.UniqueConstraint(fields=["release", "position"], name="late_addition_once")
        ]

    def __str__(self):
        return f"{self.release} · {self.position}"
