"""What evidence tells the rest of the product when it starts."""

from django.utils.translation import gettext_lazy as _

from processes import evidence_thread, findings_work, thread
from sopman.audit.codes import describe
from sopman.people import handover


def ready() -> None:
    thread.register(evidence_thread.blocks)
    thread.hangs(evidence_thread.hanging)
    handover.register(findings_work.hand_over, findings_work.hanging)
    describe(
        {
            "processes.evidence.added": _("Evidence record added"),
            "processes.evidence.changed": _("Evidence record changed"),
            "processes.evidence.removed": _("Evidence record removed"),
            "processes.evidence.pinned": _("Evidence pinned to an activity"),
            "processes.evidence.unpinned": _("Pin of evidence removed"),
            "processes.contradiction.settled": _("Contradiction between sources settled"),
            "processes.cycle.observed": _("Cycle observed"),
            "processes.cycle.removed": _("Observed cycle removed"),
            "processes.minutes.taken_over": _("Measured or stated minutes taken over into the map"),
        }
    )
