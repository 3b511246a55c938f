"""Reading the trail for pages."""

from datetime import date

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from sopman.audit.models import Event
from sopman.core.prepared import prepared


def trail(
    *, words: str = "", chain: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Event]:
    """Events, newest first; `words` are looked for in subject, person, reason and code."""
    events = Event.objects.all()
    if chain:
        events = events.filter(chain=chain)
    if since:
        events = events.filter(at__date__gte=since)
    if until:
        events = events.filter(at__date__lte=until)
    if words:
        events = events.filter(
            Q(subject_label__icontains=words)
            | Q(actor_name__icontains=words)
            | Q(reason__icontains=words)
            | Q(code__icontains=words)
        )
    return events.order_by("-at", "-pk")


@prepared
def whole_trail() -> QuerySet[Event]:
    return trail()


def of_chain(chain: str) -> QuerySet[Event]:
    """One project's (SOP's) story, newest first."""
    return Event.objects.filter(chain=chain).order_by("-sequence")


def head(prefix: str, pk: str = "pk") -> Subquery:
    """The last place of each row's chain with its digest, as an annotation; None where it is empty.

    Whatever changes is written in one transaction with its event: as long as the head is the same,
    so is everything whose changes are recorded in that chain. What is kept by it can't be out of
    date. (The digest, because a number that was rolled back is given again.)
    """
    chain = Concat(Value(prefix), Cast(OuterRef(pk), CharField()), output_field=CharField())
    place = Concat(Cast(F("sequence"), CharField()), Value(":"), F("digest"))
    last = Event.objects.filter(chain=chain).order_by("-sequence")
    return Subquery(last.values_list(place)[:1], output_field=CharField())
