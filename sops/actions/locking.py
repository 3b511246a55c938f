"""What every write begins with: the lock, the right, and whether the draft is still a draft."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from sopman.core.errors import Refused
from sopman.core.middleware import changed_meanwhile
from sops import rules
from sops.models import Sop, SopVersion


class Stale(Refused):
    """Somebody saved in the meantime; the page shows both and nothing typed is lost."""


def locked_sop(pk: Any) -> Sop:
    """The root row of all versions of an SOP; taken first, always."""
    return Sop.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def lock(version: SopVersion) -> SopVersion:
    """Lock the SOP, then read the version anew: what a page read before counts for nothing."""
    locked_sop(version.sop_id)
    version.refresh_from_db()
    version._prefetched_objects_cache = {}
    return version


def draft_for(version: SopVersion, actor: Any) -> SopVersion:
    """The locked draft, for someone who may write it."""
    found = SopVersion.objects.locked().select_related("project").get(pk=version.pk)
    if not rules.may_edit(found, actor):
        raise PermissionDenied(_("Only the project's team writes this SOP."))
    if not rules.is_editable(found):
        raise Refused(
            [
                _("Only drafts can be changed; this version is “%(state)s”.")
                % {"state": found.get_state_display()}
            ]
        )
    return found


def check_seen(row: Any, seen: Any) -> None:
    """Refuse to overwrite what the page has not shown."""
    if seen not in (None, "") and str(seen) != str(row.revision):
        raise Stale([changed_meanwhile()])
