"""Pilots, what is observed in them, and what is measured."""

from pilots.models.observed import Answer, Figure, Problem
from pilots.models.pilot import Participant, Pilot, Scenario

__all__ = ["Answer", "Figure", "Participant", "Pilot", "Problem", "Scenario"]
