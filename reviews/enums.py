"""Seats, verdicts, comments and states of a review."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundState(models.TextChoices):
    OPEN = "open", _("Reviewers at work")
    REVISING = "revising", _("Being revised")
    SIGNING = "signing", _("Waiting for signatures")
    PASSED = "passed", _("Passed")
    WITHDRAWN = "withdrawn", _("Review withdrawn")


RUNNING = (RoundState.OPEN, RoundState.REVISING, RoundState.SIGNING)


class SeatKind(models.TextChoices):
    BUSINESS = "business", _("Business expert")
    FRONTLINE = "frontline", _("Frontline operator")
    COMPLIANCE = "compliance", pgettext_lazy("seat", "Compliance")
    COUNTERSIGN = "countersign", _("Countersigning department head")
    HEAD = "head", _("Head of the owning department")


REVIEWING = (SeatKind.BUSINESS, SeatKind.FRONTLINE, SeatKind.COMPLIANCE)


class Verdict(models.TextChoices):
    PASS = "pass", _("Agrees")
    PASS_WITH_COMMENTS = "pass_with_comments", _("Agrees once the comments are answered")
    FAIL = "fail", _("Does not agree")


class Dimension(models.TextChoices):
    """The perspective of a comment or a question of the checklist."""

    OPERABILITY = "operability", _("Operability")
    COMPLIANCE = "compliance", _("Compliance")
    COMPLETENESS = "completeness", _("Completeness")


class CommentClass(models.TextChoices):
    MUST_FIX = "must_fix", _("Must fix")
    SHOULD = "should", _("Should be better")
    QUESTION = "question", _("Question")
    PRAISE = "praise", _("Well done")


class Disposition(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Partly accepted")
    REJECTED = "rejected", _("Not accepted")


class Answer(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_APPLICABLE = "na", _("Does not apply")
