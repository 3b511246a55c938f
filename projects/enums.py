"""Stages, roles and kinds of an SOP project."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """The seven stages in their order, and the two ends."""

    CHARTER = "charter", _("Charter")
    MAPPING = "mapping", _("As-is mapping")
    OPTIMIZATION = "optimization", _("Optimization")
    DRAFTING = "drafting", _("Drafting")
    REVIEW = "review", _("Review")
    PILOT = "pilot", _("Pilot")
    RELEASE = "release", _("Release and training")
    CLOSED = "closed", pgettext_lazy("project", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("project", "Cancelled")


STAGES = (
    Stage.CHARTER,
    Stage.MAPPING,
    Stage.OPTIMIZATION,
    Stage.DRAFTING,
    Stage.REVIEW,
    Stage.PILOT,
    Stage.RELEASE,
)
ENDS = (Stage.CLOSED, Stage.CANCELLED)


def number_of(stage: str) -> int:
    """1 to 7; the ends stand behind the last stage."""
    return STAGES.index(Stage(stage)) + 1 if stage in STAGES else len(STAGES) + 1


def after(stage: str) -> tuple[Stage, ...]:
    """The stages that come later than `stage`."""
    return STAGES[number_of(stage) :]


class Kind(models.TextChoices):
    """What the project makes. Small changes begin with the drafting."""

    NEW_SOP = "new_sop", _("New SOP")
    REVISION = "revision", _("New major version")
    MINOR = "minor", _("Minor revision")
    EDITORIAL = "editorial", _("Editorial correction")


FIRST_STAGE = {Kind.MINOR: Stage.DRAFTING, Kind.EDITORIAL: Stage.DRAFTING}


class MemberRole(models.TextChoices):
    LEAD = "lead", _("Team lead")
    BUSINESS_BACKBONE = "business_backbone", pgettext_lazy("role", "Business expert")
    PROCESS_OWNER = "process_owner", _("Process owner")
    QUALITY_SUPERVISOR = "quality_supervisor", _("Quality supervisor")
    AUTHOR = "author", pgettext_lazy("role", "Author")


class MetricKind(models.TextChoices):
    """What an objective measures; the pilot report and the monthly figure read it back."""

    CYCLE_TIME = "cycle_time", _("Cycle time")
    ERROR_RATE = "error_rate", _("Error rate")
    SATISFACTION = "satisfaction", _("Customer satisfaction")
    ACCURACY = "accuracy", _("Monthly accuracy")
    OTHER = "other", pgettext_lazy("metric", "Other")


class Trend(models.TextChoices):
    """Which way is better."""

    UP = "up", _("higher is better")
    DOWN = "down", _("lower is better")


class RevisionState(models.TextChoices):
    """A change of the signed charter on its way."""

    PROPOSED = "proposed", pgettext_lazy("revision", "Waits for the sponsor")
    SIGNED = "signed", pgettext_lazy("revision", "Signed")
    DECLINED = "declined", pgettext_lazy("revision", "Declined")
    TAKEN_BACK = "taken_back", pgettext_lazy("revision", "Taken back")


class Direction(models.TextChoices):
    IN = "in", _("in scope")
    OUT = "out", _("out of scope")
