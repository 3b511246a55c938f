"""The seat of the drafting stage on the project page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.stages import Criterion, Stage, StagePanel
from sops import gate, queries
from sops.actions import put_back, take_back
from sops.enums import VersionState


def criteria(project: Any) -> list[Criterion]:
    """The gate of drafting; once a version has left it, the gate is behind it."""
    version = queries.current_version(project)
    if version is None:
        page = reverse("sops:drafting", args=[project.pk])
        return [Criterion(_("The SOP is begun and has its document number."), False, page)]
    if version.state not in (VersionState.DRAFT, VersionState.DROPPED):
        return [Criterion(_("The draft is handed to review."), True)]
    if version.state == VersionState.DROPPED:
        page = reverse("sops:drafting", args=[project.pk])
        return [Criterion(_("The next version is begun."), False, page)]
    return gate.criteria(queries.for_gate(type(version).objects).get(pk=version.pk))


def withdraw(project: Any, *, actor: Any, at: Any, reason: str) -> None:
    take_back(project, actor=actor, at=at, reason=reason)


def panel() -> StagePanel:
    return StagePanel(
        stage=Stage.DRAFTING,
        label=gettext_lazy("Drafting"),
        url_name="sops:drafting",
        criteria=criteria,
        progress=queries.progress,
        withdraw=withdraw,
        reopen=put_back,
    )
