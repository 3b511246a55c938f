"""Pages of the review stage."""

from reviews.views.rounds import extend, fill, finish, open_round, review, withdraw
from reviews.views.seats import (
    add_comment,
    answer,
    checklist,
    decline,
    edit_comment,
    hand_in,
    remove_comment,
    seat,
    sign,
)

__all__ = [
    "add_comment",
    "answer",
    "checklist",
    "decline",
    "edit_comment",
    "extend",
    "fill",
    "finish",
    "hand_in",
    "open_round",
    "remove_comment",
    "review",
    "seat",
    "sign",
    "withdraw",
]
