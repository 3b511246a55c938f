"""Rounds, seats and comments."""

from reviews.models.comments import ChecklistAnswer, Comment
from reviews.models.rounds import EarlierVerdict, Round, Seat

__all__ = ["ChecklistAnswer", "Comment", "EarlierVerdict", "Round", "Seat"]
