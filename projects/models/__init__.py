"""SOP projects: the project with its stages and team, and its charter."""

from projects.models.charter import Charter, Objective, ScopeItem
from projects.models.project import (
    Membership,
    Milestone,
    Project,
    ProjectQuerySet,
    Revised,
    StageRecord,
    also_visible_to,
)
from projects.models.revision import CharterRevision
from projects.models.task import TeamTask
from projects.models.template import CharterTemplate

__all__ = [
    "Charter",
    "CharterRevision",
    "CharterTemplate",
    "Membership",
    "Milestone",
    "Objective",
    "Project",
    "ProjectQuerySet",
    "Revised",
    "ScopeItem",
    "StageRecord",
    "TeamTask",
    "also_visible_to",
]
