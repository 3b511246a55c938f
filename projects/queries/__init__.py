"""What pages and other floors read of a project."""

from projects.queries.board import (
    BoardRow,
    Filters,
    Listed,
    Running,
    board_rows,
    filtered,
    in_team_of,
    leads_of,
    listed,
    named,
    names_of,
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
from projects.queries.page import Activity, StageCell, activities, stage_cells, stages_before

__all__ = [
    "Activity",
    "BoardRow",
    "Filters",
    "Listed",
    "Running",
    "StageCell",
    "activities",
    "authors",
    "board_rows",
    "charter_content",
    "default_sponsor",
    "filtered",
    "holders_of_role",
    "in_team_of",
    "leads_of",
    "listed",
    "named",
    "names_of",
    "objectives",
    "people_of",
    "plan",
    "role_in",
    "stage_cells",
    "stages_before",
    "team",
    "whole_list",
    "with_planned",
]
