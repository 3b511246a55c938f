"""Whether a version can be released now; the sentences of the gate."""

from typing import Any

from django.utils.translation import gettext as _

from sopman.lifecycle import Guard


def has_group(release: Any) -> str | None:
    if release.group_name and release.consultant_id:
        return None
    return _("Name the consultation group and who answers in it.")


def has_distribution(release: Any) -> str | None:
    return None if release.positions.exists() else _("Name the positions that must know the SOP.")


def is_placed(release: Any) -> str | None:
    if release.placements.exists():
        return None
    return _("Record at least one channel in which the SOP is placed.")


def has_exam(release: Any) -> str | None:
    exam = getattr(release, "exam", None)
    if exam is None:
        return _("Set the exam: time, pass mark, number of questions.")
    active = release.questions.filter(is_active=True).count()
    if active < exam.question_count:
        return _("The exam asks %(wanted)d questions; the bank has %(have)d.") % {
            "wanted": exam.question_count,
            "have": active,
        }
    return None


releasable = Guard(has_group, has_distribution, is_placed, has_exam)
