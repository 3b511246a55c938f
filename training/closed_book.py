"""While an exam is open, the text of its SOP is closed to that person, on every road."""

from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from processes import thread
from sopman.core.errors import Refused
from sopman.core.prepared import prepared
from sopman.files import registry as files
from sops import reading
from sops.models import SopStep
from training import rules
from training.models import Attempt, Release


@reading.register_lock
def open_exam(user: Any, sop_ids: Collection[int]) -> dict[int, str]:
    """By the server's clock: at the deadline the text is open again, whoever has marked by then."""
    said = _("Closed book: the text of this SOP is shut while your exam on it is open.")
    return dict.fromkeys(_shut(user, frozenset(sop_ids), timezone.now()), said)


@prepared
def _shut(user: Any, sop_ids: Any, at: Any) -> Any:
    running = Attempt.objects.open_at(at).filter(user=user)
    asked = running.filter(exam__release__version__sop__in=sop_ids)
    return asked.values_list("exam__release__version__sop", flat=True)


@files.lock
def record_of_others(subject: Any, user: Any) -> str | None:
    """The training record holds results of others."""
    if not isinstance(subject, Release) or rules.may_see_results(subject, user):
        return None
    return _("Results of others are read by those who prepare the release, and by auditors.")


def shut_step(step: Any, user: Any) -> list[thread.Block]:
    """The thread of a step says what the SOP says, so it is shut as well."""
    running = Attempt.objects.open_at(timezone.now()).filter(user=user)
    sops = running.values("exam__release__version__sop")
    if SopStep.objects.filter(step=step, version__sop__in=sops).exists():
        raise Refused([_("Closed book: this page is shut while your exam is open.")])
    return []
