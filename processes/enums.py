"""Words of stages 2 and 3."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MapKind(models.TextChoices):
    AS_IS = "as_is", _("As-is map")
    TO_BE = "to_be", _("To-be map")


class ValueClass(models.TextChoices):
    VALUE_ADDING = "va", _("Value-adding")
    NECESSARY = "nnva", _("Necessary non-value-adding")
    WASTE = "nva", _("Non-value-adding")


class WasteType(models.TextChoices):
    """The eight wastes of lean management."""

    WAITING = "waiting", _("Waiting")
    HANDLING = "handling", _("Transport and handing on")
    MOTION = "motion", _("Motion and searching")
    OVERPRODUCTION = "overproduction", _("Too much or too early")
    OVERPROCESSING = "overprocessing", _("Needless or repeated work")
    STOCK = "stock", _("Piling up")
    DEFECTS = "defects", _("Errors and rework")
    TALENT = "talent", _("Skills not used")


# Beside the colour, so that colour never speaks alone.
VALUE_SIGNS = {"va": "+", "nnva": "○", "nva": "−"}


class FindingKind(models.TextChoices):
    BREAKPOINT = "breakpoint", _("Breakpoint")
    REDUNDANCY = "redundancy", _("Redundancy")
    RISK = "risk", _("Risk")
    PAIN_POINT = "pain_point", _("Pain point")


class EvidenceKind(models.TextChoices):
    INTERVIEW = "interview", _("Interview")
    DOCUMENT = "document", _("Document")
    OBSERVATION = "observation", _("On-site observation")


class Aspect(models.TextChoices):
    """What a source may say about an activity so that it can be compared with another one."""

    TOUCH = "touch", _("Touch time")
    WAITING = "waiting", _("Waiting time")
    POSITION = "position", _("Position")
    SYSTEM = "system", _("System")
    ORDER = "order", pgettext_lazy("aspect", "Order")


class Impact(models.IntegerChoices):
    SMALL = 1, _("1 – small nuisance")
    NOTICEABLE = 2, _("2 – costs time or money")
    GRAVE = 3, _("3 – harms the customer or breaks a rule")


class Frequency(models.IntegerChoices):
    RARE = 1, _("1 – now and then")
    OFTEN = 2, _("2 – every week")
    ALWAYS = 3, _("3 – nearly every case")


class Verdict(models.TextChoices):
    """On a finding that the analysis proposed."""

    ACCEPTED = "accepted", pgettext_lazy("proposal", "Accepted")
    DISMISSED = "dismissed", pgettext_lazy("proposal", "Dismissed")


class Severity(models.TextChoices):
    """Impact × frequency in three steps: 1–2, 3–4, 6–9."""

    LOW = "low", pgettext_lazy("severity", "Low")
    MEDIUM = "medium", pgettext_lazy("severity", "Medium")
    HIGH = "high", pgettext_lazy("severity", "High")

    @classmethod
    def of(cls, score: int) -> "Severity":
        if score >= 6:
            return cls.HIGH
        return cls.MEDIUM if score >= 3 else cls.LOW


class Decision(models.TextChoices):
    """What the optimization does with an activity; all but `add` answer one of the as-is map."""

    KEEP = "keep", _("Keep")
    ELIMINATE = "eliminate", _("Eliminate")
    COMBINE = "combine", _("Combine")
    REARRANGE = "rearrange", _("Rearrange")
    SIMPLIFY = "simplify", _("Simplify")
    AUTOMATE = "automate", _("Automate")
    ADD = "add", _("Add")


class TimeUnit(models.TextChoices):
    """Clock time, or the time people work: a working day has eight hours."""

    MINUTES = "minutes", _("minutes")
    HOURS = "hours", _("hours")
    WORKING_HOURS = "working_hours", _("working hours")
    WORKING_DAYS = "working_days", _("working days")


class ResponsibilityKind(models.TextChoices):
    RESPONSIBLE = "responsible", _("Responsible position")
    APPROVES = "approves", _("Approves")
    TAKES_PART = "takes_part", _("Takes part")
    INFORMED = "informed", _("Is informed")
