"""Every write of the review stage, one verb each."""

from reviews.actions.clocks import run_clocks
from reviews.actions.handing_over import hand_over, hanging, reviews_it
from reviews.actions.reviewing import (
    add_comment,
    answer_questions,
    change_comment,
    hand_in,
    remove_comment,
)
from reviews.actions.revising import answer_comment, finish_revision
from reviews.actions.rounds import (
    extend_seat,
    fill_seat,
    open_round,
    put_back,
    withdraw_round,
    withdraw_rounds,
)
from reviews.actions.signing import countersign, decline, sign_off

__all__ = [
    "add_comment",
    "answer_comment",
    "answer_questions",
    "change_comment",
    "countersign",
    "decline",
    "extend_seat",
    "fill_seat",
    "finish_revision",
    "hand_in",
    "hand_over",
    "hanging",
    "open_round",
    "put_back",
    "remove_comment",
    "reviews_it",
    "run_clocks",
    "sign_off",
    "withdraw_round",
    "withdraw_rounds",
]
