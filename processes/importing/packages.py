"""Zip packages (.vsdx, .xmind, .xlsx) opened without being had: sizes first, then parts."""

import io
import struct
import zipfile
import zlib

from django.utils.translation import gettext as _
from lxml import etree

from processes.bpmn import Unreadable

MOST_PARTS = 2_000
MOST_UNPACKED = 40 * 1024 * 1024
MOST_IN_A_PART = 8 * 1024 * 1024
STEEPEST = 200  # times its packed size, for parts that are not small
SMALL = 256 * 1024
WORDS = (".xml", ".rels", ".json")
DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))


class Package:
    def __init__(self, data: bytes) -> None:
        _refuse_long_list(data)
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise Unreadable(_("The file is a damaged archive.")) from error
        self.parts = {part.filename.lstrip("/"): part for part in self.archive.infolist()}
        parts = self.archive.infolist()
        if len(parts) > MOST_PARTS:
            raise Unreadable(_("The file holds too many parts."))
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Unreadable(_("The file unpacks to too much."))
        if any(p.file_size > SMALL and p.file_size > STEEPEST * p.compress_size for p in parts):
            raise Unreadable(_("The file unpacks to too much."))

    def has(self, name: str) -> bool:
        return name in self.parts

    def read(self, name: str) -> bytes:
        part = self.parts.get(name)
        if part is None:
            raise Unreadable(
                _("The file is incomplete: “%(part)s” is missing.") % {"part": name[:80]}
            )
        if part.file_size > MOST_IN_A_PART:
            raise Unreadable(_("The file unpacks to too much."))
        try:
            with self.archive.open(part) as stream:
                return stream.read(MOST_IN_A_PART + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError,
                NotImplementedError) as error:  # fmt: skip
            raise Unreadable(_("The file is a damaged archive.")) from error

    def xml(self, name: str) -> etree._Element:
        return parsed(self.read(name))

    def check(self) -> None:
        """For a package that another library reads: no part too large, none with a DOCTYPE."""
        for name in self.parts:
            if name.endswith(WORDS) and _has_doctype(self.read(name)[:4096]):
                raise Unreadable(_("The file carries a DOCTYPE; that is not accepted."))


def _refuse_long_list(data: bytes) -> None:
    """Before the list of parts is read: how many and how long, as the end of the archive says."""
    at = data.rfind(b"PK\x05\x06")
    if at < 0 or len(data) < at + 22:
        raise Unreadable(_("The file is a damaged archive."))
    count, size = struct.unpack("<H", data[at + 10 : at + 12]), data[at + 12 : at + 16]
    if count[0] > MOST_PARTS or int.from_bytes(size, "little") > MOST_PARTS * 500:
        raise Unreadable(_("The file holds too many parts."))


def parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise Unreadable(_("A part of the file is not well-formed XML.")) from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable(_("The file carries a DOCTYPE; that is not accepted."))
    return root


def _has_doctype(head: bytes) -> bool:
    return any(mark in head.upper() for mark in DOCTYPES)
