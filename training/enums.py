"""States and words of release and training."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReleaseState(models.TextChoices):
    PLANNED = "planned", _("Being prepared")
    RELEASED = "released", _("Released, not in force yet")
    IN_FORCE = "in_force", _("In force")
    CALLED_OFF = "called_off", _("Called off")


class Channel(models.TextChoices):
    LIBRARY = "library", _("SOP library")
    SHARED_FOLDER = "shared_folder", _("Shared folder")
    NOTICE_BOARD = "notice_board", _("Notice board at the workplace")
    OTHER = "other", pgettext_lazy("channel", "Other")


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("Single choice")
    MULTIPLE = "multiple", _("Multiple choice")
    TRUE_FALSE = "true_false", _("True or false")


class AttemptState(models.TextChoices):
    RUNNING = "running", _("Under way")
    HANDED_IN = "handed_in", pgettext_lazy("an exam", "Handed in")
    EXPIRED = "expired", _("Time was up")


class TrainingPart(models.TextChoices):
    """The four contents of a training session; it counts once all are said."""

    PURPOSE = "purpose", _("Purpose of the SOP")
    CORE_STEPS = "core_steps", _("Core steps")
    EXCEPTIONS = "exceptions", _("Handling of exceptions")
    ASSESSMENT = "assessment", _("What the exam asks for")
