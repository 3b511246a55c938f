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

__all__ = [
    "Charter",
    "Membership",
    "Milestone",
    "Objective",
    "Project",
    "ProjectQuerySet",
    "Revised",
    "ScopeItem",
    "StageRecord",
    "also_visible_to",
]
