"""Positions as people write them, matched to those of the organization."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

NEAR = 0.5
MOST_SUGGESTIONS = 3


@dataclass(frozen=True)
class Place:
    """A position with all the words it is known by; `label` is what the table shows."""

    pk: int
    label: str
    code: str
    names: tuple[str, ...]


def folded(text: str) -> str:
    """Without differences that nobody means: width, case, blanks, kinds of brackets."""
    said = unicodedata.normalize("NFKC", text).casefold()
    return "".join(said.split())


@dataclass
class Register:
    places: list[Place]
    by_word: dict[str, set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Iterable[Place]) -> "Register":
        register = cls(list(places))
        for place in register.places:
            for word in (place.label, place.code, *place.names):
                if word:
                    register.by_word.setdefault(folded(word), set()).add(place.pk)
        return register

    def find(self, text: str) -> int | None:
        """The one position that is called so; None when none or several are."""
        by_label = [place.pk for place in self.places if place.label == text.strip()]
        if len(by_label) == 1:
            return by_label[0]
        found = self.by_word.get(folded(text), set())
        return next(iter(found)) if len(found) == 1 else None

    def suggest(self, text: str) -> list[Place]:
        """Those that are called so, else what looks most like it, best first."""
        wanted = folded(text)
        if not wanted:
            return []
        called = self.by_word.get(wanted, set())
        if called:
            return [place for place in self.places if place.pk in called][:MOST_SUGGESTIONS]
        near = [(self._nearness(wanted, place), place) for place in self.places]
        near = sorted((pair for pair in near if pair[0] >= NEAR), key=lambda pair: -pair[0])
        return [place for _nearness, place in near[:MOST_SUGGESTIONS]]

    def _nearness(self, wanted: str, place: Place) -> float:
        words = [folded(name) for name in place.names if name]
        return max((_alike(wanted, word) for word in words), default=0)


def _alike(one: str, two: str) -> float:
    inside = 0.8 if min(len(one), len(two)) > 1 and (one in two or two in one) else 0.0
    return max(inside, SequenceMatcher(None, one, two, autojunk=False).ratio())
