"""Whether a version can move now. Each check returns the sentences that the user reads."""

from django.utils.translation import gettext as _

from sopman.lifecycle import Guard
from sopman.signatures.signing import sha256_of
from sops.enums import ClearedBy
from sops.frozen import frozen_content
from sops.gate import open_sentences


def is_complete(version):
    """Everything the gate of the drafting stage asks for."""
    return open_sentences(version)


def is_cleared(version):
    if version.cleared_by == ClearedBy.NONE:
        return _(
            "Not cleared for release: conclude the pilot, or have it waived by a signed reason."
        )
    return None


def is_what_was_approved(version):
    """What was approved is what is published, to the byte."""
    digests = {sha256_of(frozen_content(version)), sha256_of(version.frozen)}
    if digests != {version.content_sha256}:
        return _("The content is no longer what was approved (the fingerprint differs).")
    return None


def has_effective_date(version):
    return None if version.effective_on else _("Name the effective date.")


submittable = Guard(is_complete)
approvable = Guard(is_what_was_approved)
releasable = Guard(is_cleared, is_what_was_approved)
enforceable = Guard(has_effective_date, is_cleared, is_what_was_approved)
