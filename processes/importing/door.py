"""Which reader a file goes to: by what it is, not by what it is called."""

import logging

from django.utils.translation import gettext as _

from processes.bpmn import Unreadable
from processes.importing import from_bpmn, from_table, from_visio, from_xmind
from processes.importing.packages import Package
from processes.importing.result import Imported

logger = logging.getLogger(__name__)
MOST_BYTES = 20 * 1024 * 1024
FORMATS = ("bpmn", "vsdx", "xmind", "xlsx", "csv")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
TEXT = (".csv", ".txt", ".tsv")


def read(name: str, data: bytes) -> Imported:
    """The map in a file. Raises Unreadable with a sentence, and nothing else."""
    try:
        return _read(name.lower(), data)
    except Unreadable:
        raise
    except Exception as error:
        logger.warning("A map could not be read", exc_info=True)
        raise Unreadable(_("The file can't be read; it is damaged or not what it says.")) from error


def _read(name: str, data: bytes) -> Imported:
    if len(data) > MOST_BYTES:
        raise Unreadable(_("The file is larger than %(n)d MB.") % {"n": MOST_BYTES >> 20})
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable(_("The file is empty."))
    if data.startswith(b"PK"):
        return _packed(data)
    if data.startswith(OLD_OFFICE):
        raise Unreadable(
            _("This is a file of an older Visio or Excel. Save it as .vsdx or .xlsx first.")
        )
    if name.endswith(TEXT):
        return from_table.read(data, "csv")
    return from_bpmn.read(data)


def _packed(data: bytes) -> Imported:
    package = Package(data)
    if package.has("visio/document.xml"):
        return from_visio.read(package)
    if package.has("content.json") or package.has("content.xml"):
        return from_xmind.read(package)
    if package.has("xl/workbook.xml"):
        package.check()
        return from_table.read(data, "xlsx")
    raise Unreadable(_("This is no map: neither Visio, XMind nor Excel wrote it."))


def format_of(name: str, data: bytes) -> str | None:
    """For a file that was refused: what it seems to be."""
    if data.startswith(b"PK"):
        return next(
            (kind for kind in ("vsdx", "xmind", "xlsx") if name.lower().endswith(kind)), None
        )
    if name.lower().endswith(TEXT):
        return "csv"
    return "bpmn" if data.lstrip()[:1] == b"<" or name.lower().endswith(".bpmn") else None
