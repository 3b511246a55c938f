"""What an upload really is, told by its content. Everything not plainly allowed is refused."""

import io
import re
import stat
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from lxml import etree

from sopman.core.errors import Refused
from sopman.files import pictures
from sopman.files.enums import DOCX, EXTENSIONS, LIMITS, MB, XLSX, Kind

BPMN_ROOT = "{http://www.omg.org/spec/BPMN/20100524/MODEL}definitions"
ZIP_ENTRIES, ZIP_TOTAL, ZIP_RATIO = 2000, 200 * MB, 150
AUDIO_BRANDS = (b"M4A ", b"mp42", b"mp41", b"isom", b"M4B ")


@dataclass(frozen=True)
class Checked:
    """An upload that passed: what is stored."""

    name: str
    kind: Kind
    media_type: str
    content: bytes
    width: int | None = None
    height: int | None = None


def check(upload, *, kinds=None) -> Checked:
    """Look into `upload` and return what may be stored; raises Refused with the reason."""
    name = clean_name(upload.name or "")
    extension = PurePosixPath(name).suffix.lower()
    kind = EXTENSIONS.get(extension)
    if kind is None or (kinds and kind not in kinds):
        raise Refused([_unwanted(kinds)])
    if upload.size > LIMITS[kind]:
        limit = LIMITS[kind] // MB
        raise Refused([_("The file is too big: at most %(limit)d MB.") % {"limit": limit}])
    upload.seek(0)
    content = upload.read(LIMITS[kind] + 1)
    if not content:
        raise Refused([_("The file is empty.")])
    if kind == Kind.PICTURE:
        picture = pictures.encode(content)
        size = {"width": picture.width, "height": picture.height}
        new_name = f"{PurePosixPath(name).stem}{picture.extension}"
        return Checked(new_name, kind, picture.media_type, picture.content, **size)
    media_type = _READERS[kind](content, extension)
    if media_type is None:
        raise Refused([_("The content of the file isn't what its name says.")])
    return Checked(name, kind, media_type, content)


def clean_name(name: str) -> str:
    """The last part of the name without control characters, short, never hidden or empty."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*;#%')
    stem, extension = PurePosixPath(kept).stem.strip(" ."), PurePosixPath(kept).suffix[:10]
    return f"{stem[:120] or 'file'}{extension}"


def kind_by_name(name: str) -> Kind | None:
    """The family that a name claims; `check` finds out whether it is true."""
    return EXTENSIONS.get(PurePosixPath(clean_name(name)).suffix.lower())


def _unwanted(kinds) -> str:
    wanted = [ext for ext, kind in EXTENSIONS.items() if not kinds or kind in kinds]
    names = ", ".join(ext.lstrip(".") for ext in wanted)
    return _("Files of this kind aren't taken here. Possible are: %(names)s.") % {"names": names}


def _pdf(content: bytes, _extension: str) -> str | None:
    whole = content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]
    return "application/pdf" if whole else None


def _office(content: bytes, extension: str) -> str | None:
    """A zip with the parts of a Word or Excel file; nothing in it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    _refuse_bombs(entries, len(content))
    names = {entry.filename for entry in entries}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused([_("The document contains macros. Save it without macros first.")])
    main, media_type = {
        ".docx": ("word/document.xml", DOCX),
        ".xlsx": ("xl/workbook.xml", XLSX),
    }[extension]
    return media_type if {"[Content_Types].xml", main} <= names else None


def _refuse_bombs(entries: list[zipfile.ZipInfo], size: int) -> None:
    total = sum(entry.file_size for entry in entries)
    unsafe = any(_is_unsafe(entry) for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    too_much = total > ZIP_TOTAL or total > size * ZIP_RATIO or packed > size
    if unsafe or too_much or len(entries) > ZIP_ENTRIES:
        raise Refused([_("The document is damaged or unsafe and can't be taken.")])


def _is_unsafe(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    outside = path.is_absolute() or ".." in path.parts
    link = stat.S_ISLNK(entry.external_attr >> 16)
    return outside or link or bool(entry.flag_bits & 0x1) or path.suffix.lower() == ".zip"


def _text(content: bytes, extension: str) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(unicodedata.category(c) == "Cc" and c not in "\t\r\n\f" for c in text):
            return None
        charset = "utf-8" if encoding == "utf-8-sig" else encoding
        return f"text/{'csv' if extension == '.csv' else 'plain'}; charset={charset}"
    return None


def _bpmn(content: bytes, _extension: str) -> str | None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
    return "application/xml" if root.tag == BPMN_ROOT else None


def _audio(content: bytes, extension: str) -> str | None:
    """The container must be what the name says; a WebM or MP4 with a video track is no recording."""
    readers = {".m4a": _mp4, ".aac": _adts, ".wav": _wave, ".mp3": _mpeg, ".webm": _webm}
    return readers.get(extension, _ogg)(content)


def _mp4(content: bytes) -> str | None:
    fits = content[4:8] == b"ftyp" and content[8:12] in AUDIO_BRANDS and b"vmhd" not in content
    return "audio/mp4" if fits else None


def _adts(content: bytes) -> str | None:
    return "audio/aac" if content[:1] == b"\xff" and content[1:2] in (b"\xf1", b"\xf9") else None


def _wave(content: bytes) -> str | None:
    return "audio/wav" if content[:4] == b"RIFF" and content[8:12] == b"WAVE" else None


def _mpeg(content: bytes) -> str | None:
    sync = len(content) > 1 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2  # MPEG, layer III
    return "audio/mpeg" if content.startswith(b"ID3") or sync else None


def _ogg(content: bytes) -> str | None:
    coded = any(name in content[:512] for name in (b"OpusHead", b"\x01vorbis", b"\x7fFLAC"))
    return "audio/ogg" if content.startswith(b"OggS") and coded else None


def _webm(content: bytes) -> str | None:
    head = content[:4096]
    sound = any(name in head for name in (b"A_OPUS", b"A_VORBIS")) and b"V_" not in head
    return (
        "audio/webm" if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head and sound else None
    )


_READERS = {
    Kind.PDF: _pdf,
    Kind.OFFICE: _office,
    Kind.TEXT: _text,
    Kind.BPMN: _bpmn,
    Kind.AUDIO: _audio,
}
