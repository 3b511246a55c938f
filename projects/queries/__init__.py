"""What pages and other floors read of a project."""

from projects.queries.board import (
    BoardRow,
    Filters,
    Listed,
    Pile,
    Running,
    board,
    filtered,
    in_team_of,
    leads_of,
    listed,
    named,
    whole_list,
    with_planned,
)
from projects.queries.content import charter_content
from projects.queries.facts import (
    authors,
    default_sponsor,
    holders_of_role,
    objectives,
    people_of,
    plan,
    role_in,
    team,
)
from projects.queries.overview import Told, seen_by, told
from projects.queries.page import Activity, StageCell, activities, stage_cells, stages_before

__all__ = [
    "Activity",
    "BoardRow",
    "Filters",
    "Listed",
    "Pile",
    "Running",
    "StageCell",
    "Told",
    "activities",
    "authors",
    "board",
    "charter_content",
    "default_sponsor",
    "filtered",
    "holders_of_role",
    "in_team_of",
    "leads_of",
    "listed",
    "named",
    "objectives",
    "people_of",
    "plan",
    "role_in",
    "seen_by",
    "stage_cells",
    "stages_before",
    "team",
    "told",
    "whole_list",
    "with_planned",
]
