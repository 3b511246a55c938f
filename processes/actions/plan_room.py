"""How every write of stage 3 begins: lock the project, ask who, ask whether now."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from processes import rules
from processes.models import Change, Redesign
from projects.enums import Stage
from projects.models import Project
from sopman.core.errors import Refused


def begin(project: Project, actor: Any) -> Project:
    """The locked row of the project, when `actor` may change the plan and it can be changed now."""
    project = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    if not rules.may_decide(project, actor):
        raise PermissionDenied(_("Only the team of this project may change the plan."))
    if project.stage != Stage.OPTIMIZATION:
        raise Refused([_("The plan can be changed only while the project stands in optimization.")])
    return project


def redesign_of(project: Project) -> Redesign:
    return Redesign.objects.get_or_create(project=project)[0]


def expect(obj: Change | None, seen: str) -> None:
    """Refuse when somebody else has decided since the page was made. `seen` empty: not asked."""
    now = str(obj.revision) if obj else "0"
    if seen and seen != now:
        raise Refused(
            [_("Someone else has decided about this activity meanwhile. Look at it again.")]
        )
