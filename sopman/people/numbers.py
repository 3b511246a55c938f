"""Mobile numbers as people write them and as they are kept; passwords for paper. Pure."""

import re
import secrets

_DRESSING = re.compile(r"[\s().-]+")
_MOBILE = re.compile(r"\+?\d{6,19}")


def plain_mobile(text: str) -> str | None:
    """Digits only, without the prefix of mainland China; None when it is no number at all."""
    number = _DRESSING.sub("", text)
    if not _MOBILE.fullmatch(number):
        return None
    for prefix in ("+86", "0086"):
        number = number.removeprefix(prefix)
    return number


_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else


def one_time_password() -> str:
    """Four groups of three that can be read from paper: about 59 bits."""
    letters = [secrets.choice(_READABLE) for _place in range(12)]
    return "-".join("".join(letters[n : n + 3]) for n in range(0, 12, 3))
