"""What PDF needs of the machine: Pango, and a font with Chinese characters."""

import ctypes.util
import shutil
import subprocess
from functools import cache

from django.core.checks import Warning as Notice
from django.core.checks import register

PACKAGES = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
PANGO = ("pango-1.0", "pangoft2-1.0", "harfbuzz")


@cache
def missing_libraries() -> list[str]:
    return [name for name in PANGO if ctypes.util.find_library(name) is None]


@cache
def has_chinese_font() -> bool | None:
    """None when fontconfig can't be asked."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    asked = subprocess.run(
        [program, ":lang=zh", "family"], capture_output=True, timeout=20, check=False
    )
    return bool(asked.stdout.strip())


def complaints() -> list[tuple[str, str]]:
    """What stands against printing here, as pairs of check id and sentence; for /readyz too."""
    found = []
    if missing := missing_libraries():
        found.append(("documents.W001", f"PDF can't be made: {', '.join(missing)} missing."))
    if has_chinese_font() is False:
        found.append(("documents.W002", "No font with Chinese characters: PDF would show boxes."))
    return found


@register("documents", deploy=True)
def printing_is_possible(**_options):
    return [Notice(text, hint=f"Debian/Ubuntu: {PACKAGES}", id=code) for code, text in complaints()]
