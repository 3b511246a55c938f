"""Pictures are drawn anew: what isn't pixels (scripts, places, comments, tails) stays behind."""

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from sopman.core.errors import Refused
from sopman.files.enums import MAX_PIXELS, MAX_SIDE

FORMATS = {
    "PNG": ("image/png", ".png"),
    "JPEG": ("image/jpeg", ".jpg"),
    "WEBP": ("image/webp", ".webp"),
    "GIF": ("image/gif", ".gif"),
}
MAX_FRAMES = 200


@dataclass(frozen=True)
class Picture:
    content: bytes
    media_type: str
    extension: str
    width: int
    height: int


def encode(content: bytes) -> Picture:
    """`content` as a clean picture of the same format, at most 4096 pixels a side."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it for the whole process
            with Image.open(io.BytesIO(content), formats=list(FORMATS)) as opened:
                return _redrawn(opened)
    except Image.DecompressionBombError:
        raise Refused([_too_many_pixels()]) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Refused([_("This isn't a picture that can be read.")]) from None


def _redrawn(opened: Image.Image) -> Picture:
    name = opened.format or ""
    frames = getattr(opened, "n_frames", 1)
    if opened.width * opened.height > MAX_PIXELS:
        raise Refused([_too_many_pixels()])
    out = io.BytesIO()
    if frames > 1:
        if frames > MAX_FRAMES or opened.width * opened.height * frames > MAX_PIXELS * 4:
            raise Refused([_too_many_pixels()])
        pixels = opened
        opened.save(out, name, save_all=True, comment=b"", exif=b"", xmp=b"", icc_profile=None)
    else:
        pixels = _still(opened, name)
        pixels.save(out, name, **_options(name))
    media_type, extension = FORMATS[name]
    return Picture(out.getvalue(), media_type, extension, pixels.width, pixels.height)


def _still(opened: Image.Image, name: str) -> Image.Image:
    """One frame, upright, small enough, with nothing but its pixels."""
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    if name == "JPEG":
        mode = "RGB"
    elif name == "GIF" or upright.mode == "P":
        mode = "RGBA" if "transparency" in upright.info else "RGB"
    else:
        mode = upright.mode if upright.mode in ("RGB", "RGBA", "L", "LA") else "RGBA"
    plain = upright.convert(mode)
    plain.info.clear()
    return plain


def _options(name: str) -> dict:
    options: dict[str, dict] = {
        "JPEG": {"quality": 88, "optimize": True},
        "WEBP": {"quality": 88},
        "PNG": {"optimize": False},
    }
    return options.get(name, {})


def _too_many_pixels() -> str:
    return _("The picture has too many pixels. Make it smaller first.")
