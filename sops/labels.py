"""How an edition is called; the same for an object and for a row of a list."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _


class Label(NamedTuple):
    """Everything that the label of a version depends on."""

    old_label: str
    major: int | None
    minor: int | None
    planned_major: int
    planned_minor: int
    snapshot_count: int

    def __str__(self) -> str:
        """V1.0; before the signature V0.3, or “V1.1 draft 2” for a later edition."""
        if self.old_label:
            return self.old_label
        if self.major is not None:
            return f"V{self.major}.{self.minor}"
        if (self.planned_major, self.planned_minor) == (1, 0):
            return f"V0.{self.snapshot_count}"
        return _("V%(number)s draft %(n)d") % {
            "number": f"{self.planned_major}.{self.planned_minor}",
            "n": self.snapshot_count,
        }


def label_of(row: Any) -> str:
    return str(Label(*(getattr(row, name) for name in Label._fields)))
