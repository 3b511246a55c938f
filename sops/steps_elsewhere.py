"""What the SOPs give to the thread of a step, and to the maps of the floor below."""

from typing import Any

from django.utils.translation import gettext as _

from processes.thread import Block, Item
from sopman.core.tones import tone_of
from sops.enums import OPEN_STATES
from sops.models import SopStep, SopVersion


def blocks(step: Any, user: Any) -> list[Block]:
    """The step in each version that the person may read, the latest first."""
    versions = SopVersion.objects.visible_to(user)
    rows = (
        SopStep.objects.filter(step=step, version__in=versions)
        .select_related("version__sop", "position")
        .order_by("-version__pk")
    )
    items = [
        Item(
            words=f"{one.version} · {one.title}",
            url=f"{one.version.get_absolute_url()}#step-{one.step_id}",
            note=one.version.get_state_display(),
            tone=tone_of(one.version.state),
        )
        for one in rows
    ]
    return [Block(title=_("In the SOP"), items=items, empty=_("No SOP has this step yet."))]


def readable_steps(user: Any) -> Any:
    """Steps of the versions that the person may read."""
    versions = SopVersion.objects.visible_to(user).order_by().values("pk")
    return SopStep.objects.filter(version__in=versions).order_by().values("step")


def hanging(process_map: Any, step: Any) -> list[str]:
    """What would be lost sight of when the activity left the map."""
    rows = SopStep.objects.filter(
        step=step, version__project=process_map.project_id, version__state__in=OPEN_STATES
    ).select_related("version__sop")
    return [
        _("the step “%(title)s” of %(version)s") % {"title": one.title, "version": one.version}
        for one in rows
    ]
