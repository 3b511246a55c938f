"""Reading the trail with distrust."""

from collections.abc import Iterator
from dataclasses import dataclass

from sopman.audit.models import Event
from sopman.audit.trail import START, digest_of


@dataclass(frozen=True, slots=True)
class Fault:
    """One row that does not hold, and why (`content`, `link` or `gap`)."""

    event_id: int
    chain: str
    sequence: int
    code: str
    kind: str

    def __str__(self) -> str:
        why = {
            "content": "its content does not match its digest",
            "link": "it does not follow from the row before it",
            "gap": "a row before it is missing",
        }[self.kind]
        return f"audit event {self.event_id} ({self.chain} no. {self.sequence}, {self.code}): {why}"


def faults() -> Iterator[Fault]:
    """Walk every chain in order and name each row that was changed, removed or put in.

    A cut-off tail can't be seen from inside the database.
    """
    chain, sequence, previous = "", 0, START
    for event in Event.objects.order_by("chain", "sequence").iterator(chunk_size=2000):
        if event.chain != chain:
            chain, sequence, previous = event.chain, 0, START
        kind = ""
        if event.sequence != sequence + 1:
            kind = "gap"
        elif event.previous != previous:
            kind = "link"
        elif event.digest != digest_of(event):
            kind = "content"
        if kind:
            yield Fault(event.pk, event.chain, event.sequence, event.code, kind)
        sequence, previous = event.sequence, event.digest
