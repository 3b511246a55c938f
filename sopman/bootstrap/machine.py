"""What must come from the operating system: Pango, a Chinese font, and the tools of the tests."""

import ctypes
import functools
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from sopman.bootstrap import progress
from sopman.bootstrap.trouble import Trouble

MAC = sys.platform == "darwin"
HOMEBREW = [Path("/opt/homebrew/lib"), Path("/usr/local/lib")]
LIBRARIES = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib"),
}
CHROMES = [
    "chromium", "google-chrome-stable", "google-chrome", "chromium-browser",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
]  # fmt: skip


def _loads(names):
    for name in names:
        for place in [name, *(str(folder / name) for folder in HOMEBREW if MAC)]:
            try:
                ctypes.CDLL(place)
            except OSError:
                continue
            return True
    return False


def has_chinese_font():
    if MAC:
        return True  # PingFang and Songti come with the system
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True)
    return bool(listed.stdout.strip())


def can_make_environments():
    return bool(importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"))


def chromium():
    """The browser for the tests: named, else installed; None leaves it to Playwright's own."""
    if named := os.environ.get("SOPMAN_CHROMIUM"):
        return named
    for name in CHROMES:
        found = shutil.which(name)
        if found and not _is_snap_stub(found):
            return found
    return None


def _is_snap_stub(path):
    """Ubuntu's chromium package is a script that sends for a snap, confined to its own folders."""
    real = Path(path).resolve()
    if "snap" in real.parts or real.name == "snap":
        return True
    with real.open("rb") as file:
        start = file.read(4096)
    return start.startswith(b"#!") and b"snap" in start


@functools.cache
def is_debian():
    """Debian itself, not Ubuntu, whose chromium package is only a stub."""
    try:
        release = Path("/etc/os-release").read_text()
    except OSError:
        return False
    return "\nID=debian\n" in f"\n{release}\n"


def missing(*, for_tests, need_venv):
    """Debian packages that are not there, each with the sentence that says what fails without it."""
    wanted = {}
    if need_venv and not can_make_environments():
        wanted[f"python3.{sys.version_info.minor}-venv"] = (
            "This Python has no venv module, which makes the project's own environment."
        )
    for package, names in LIBRARIES.items():
        if not _loads(names):
            wanted[package] = "Pango is missing, without which no PDF can be made."
    if not has_chinese_font():
        wanted["fonts-noto-cjk"] = (
            "No Chinese font is installed: Chinese text in a PDF would be empty boxes."
        )
    if for_tests:
        if shutil.which("msgfmt") is None:
            wanted["gettext"] = (
                "GNU gettext is missing, with which the tests look for untranslated text."
            )
        if shutil.which("pdftotext") is None:
            wanted["poppler-utils"] = "pdftotext is missing, with which the tests read PDFs."
        if not MAC and not _loads(("libatomic.so.1",)):
            wanted["libatomic1"] = "libatomic is missing, without which Playwright cannot start."
        if chromium() is None and is_debian():
            wanted["chromium"] = "Chromium is missing, with which the tests play the pages."
    return wanted


def ensure(*, for_tests, need_venv):
    """Install what is missing where that is allowed, else say what to type.

    Without Pango or a font `up` still runs (only PDFs fail), so it warns and goes on.
    """
    wanted = missing(for_tests=for_tests, need_venv=need_venv)
    if not wanted:
        return
    installer = _installer()
    output = ""
    if installer:
        with progress.step(f"System packages: {', '.join(wanted)}"):
            output = _apt(installer, wanted)
    still = missing(for_tests=for_tests, need_venv=need_venv)
    if not still:
        return
    if output:
        print(progress.tail(output))
    trouble = Trouble(" ".join(dict.fromkeys(still.values())), by_hand(still))
    if for_tests or any(name.endswith("-venv") for name in still):
        raise trouble
    trouble.tell(sys.stdout)


def by_hand(packages):
    if MAC:
        brews = {"gettext": "gettext", "poppler-utils": "poppler"}
        names = sorted({brews.get(name, "pango") for name in packages})
        return f"brew install {' '.join(names)}"
    return f"sudo apt-get install -y {' '.join(packages)}"


def _installer():
    if MAC or shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    allowed = (
        shutil.which("sudo")
        and not subprocess.run(
            ["sudo", "-n", "true"], capture_output=True, stdin=subprocess.DEVNULL
        ).returncode
    )
    return ["sudo", "-n", "apt-get"] if allowed else None


def _apt(installer, packages):
    options = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
    command = [*installer, "install", "-y", "--no-install-recommends", *packages]
    code, output = progress.run(command, **options)
    if code:  # a bare machine has no package lists yet
        _, listing = progress.run([*installer, "update"], **options)
        code, output = progress.run(command, **options)
        output = listing + output
    return output


def ensure_browser(python):
    """Where neither a browser nor Debian's package is to be had, Playwright brings its own."""
    if chromium() or playwright_has_chromium(python):
        return
    with progress.step("Chromium through Playwright"):
        extra = ["--with-deps"] if not MAC and os.geteuid() == 0 else []
        code, output = progress.run(
            [str(python), "-m", "playwright", "install", *extra, "chromium"]
        )
    if code:
        print(progress.tail(output))
        raise Trouble(
            "No Chromium is installed and none could be fetched; the browser tests need one.",
            "Install Chrome or Chromium, then type: export SOPMAN_CHROMIUM=/path/to/chromium",
        )


def playwright_has_chromium(python):
    code = (
        "import os, playwright.sync_api as p\n"
        "with p.sync_playwright() as a: raise SystemExit(not os.path.exists(a.chromium.executable_path))"
    )
    return not subprocess.run([str(python), "-c", code], capture_output=True).returncode


def library_path():
    """On macOS WeasyPrint finds Homebrew's libraries only when told where they are."""
    if MAC and "DYLD_FALLBACK_LIBRARY_PATH" not in os.environ:
        os.environ["DYLD_FALLBACK_LIBRARY_PATH"] = ":".join(map(str, HOMEBREW))
