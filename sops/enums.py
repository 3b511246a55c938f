from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionState(models.TextChoices):
    """Where one edition stands; see the machine on `SopVersion`."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    IN_PILOT = "in_pilot", _("In pilot")
    RELEASED = "released", _("Released")
    EFFECTIVE = "effective", _("Effective")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DROPPED = "dropped", _("Dropped")


OPEN_STATES = [
    VersionState.DRAFT,
    VersionState.IN_REVIEW,
    VersionState.APPROVED,
    VersionState.IN_PILOT,
    VersionState.RELEASED,
]  # on the way to being in force
OVER_STATES = [VersionState.SUPERSEDED, VersionState.WITHDRAWN, VersionState.DROPPED]


class ClearedBy(models.TextChoices):
    """What allows an approved version to be released; written by whoever cleared it."""

    NONE = "none", _("Not cleared yet")
    PILOT = "pilot", _("Its concluded pilot")
    REVISION_OF_PILOT = "revision_of_pilot", _("Revised after a concluded pilot")
    WAIVED = "waived", _("Pilot waived by signature")
    IMPORTED = "imported", _("Existing SOP brought into force")


class SectionKind(models.TextChoices):
    """The six sections, in the order they are printed."""

    PURPOSE = "purpose", _("Purpose")
    SCOPE = "scope", _("Scope")
    RESPONSIBILITIES = "responsibilities", _("Responsibilities")
    PROCEDURE = "procedure", _("Procedure")
    RELATED = "related", _("Related documents")
    RECORDS = "records", _("Record forms")


class Confidentiality(models.TextChoices):
    INTERNAL = "internal", _("Internal")
    CONFIDENTIAL = "confidential", _("Confidential")
