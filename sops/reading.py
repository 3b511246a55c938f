"""The reading page's joints: what upper floors put below the text, and who may not read just now.

    reading.register(block)            block(request, version) -> (template, line) | None
    reading.register_bar(block)        the same, for the bar at the bottom
    reading.register_lock(check)       check(user, ids of SOPs) -> {id of a shut SOP: sentence}

`line` is a NamedTuple of plain values: everything that the block says (sopman.core.kept).
An open closed-book exam locks the SOPs it asks about, on every road to their text.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.utils.safestring import SafeString

from sopman.core import kept
from sopman.core.errors import Refused
from sopman.files import registry as files
from sops.models import Sop, SopVersion

Part = tuple[str, Any]
Block = Callable[[Any, SopVersion], Part | None]
Lock = Callable[[Any, Collection[int]], dict[int, Any]]
_blocks: dict[str, Block] = {}
_bars: dict[str, Block] = {}
_locks: dict[str, Lock] = {}


def register(block: Block) -> Block:
    """A block under the text of the reading page, in the order of registration."""
    _blocks[f"{block.__module__}.{block.__qualname__}"] = block
    return block


def register_bar(block: Block) -> Block:
    """Buttons of the bar that stays at the bottom of the reading page."""
    _bars[f"{block.__module__}.{block.__qualname__}"] = block
    return block


def register_lock(check: Lock) -> Lock:
    _locks[f"{check.__module__}.{check.__qualname__}"] = check
    return check


def blocks_for(request: Any, version: SopVersion) -> list[Part]:
    return _parts(_blocks, request, version)


def bars_for(request: Any, version: SopVersion) -> list[Part]:
    return _parts(_bars, request, version)


def _parts(registry: dict[str, Block], request: Any, version: SopVersion) -> list[Part]:
    found = [block(request, version) for block in registry.values()]
    return [one for one in found if one]


def rendered(request: Any, parts: list[Part]) -> list[SafeString]:
    return [kept.rendered(template, [line], request) for template, line in parts]


def locked(user: Any, sop: Sop) -> list[Any]:
    """The sentences for which this person may not see the text of the SOP now."""
    return locked_among(user, [sop.pk]).get(sop.pk, [])


def locked_among(user: Any, sop_ids: Collection[int]) -> dict[int, list[Any]]:
    """The shut ones of these SOPs with their sentences: each lock is asked once, for all of them."""
    found: dict[int, list[Any]] = {}
    for check in _locks.values() if sop_ids else ():
        for pk, sentence in check(user, sop_ids).items():
            found.setdefault(pk, []).append(sentence)
    return found


def must_be_open(user: Any, sop: Sop) -> None:
    """Call it before any text of the SOP is shown."""
    if sentences := locked(user, sop):
        raise Refused(sentences)


@files.lock
def _files_and_prints(subject: Any, user: Any) -> Any:
    """Downloads and prints are roads to the text too."""
    sop = _sop_of(subject)
    sentences = locked(user, sop) if sop is not None else []
    return sentences[0] if sentences else None


def _sop_of(subject: Any) -> Sop | None:
    if isinstance(subject, Sop):
        return subject
    if isinstance(subject, SopVersion):
        return subject.sop
    version = getattr(subject, "version", None)
    return version.sop if isinstance(version, SopVersion) else None
