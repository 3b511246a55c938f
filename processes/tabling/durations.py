"""Times as people type them: "90", "2h", "1.5 小时", "1天", "1 h 30 min" → minutes."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from processes.tabling import Unclear

MOST_MINUTES = Decimal(999_999)
CENT = Decimal("0.01")
DAY, WORKING_DAY = Decimal(1440), Decimal(480)
# A plain number beyond these was probably meant in another unit.
LONG_TOUCH, LONG_WAITING, SHORT = Decimal(480), Decimal(14_400), Decimal("0.1")

UNITS: dict[str, Decimal] = {}
for _words, _minutes in (
    (("s", "sec", "secs", "second", "seconds", "秒", "秒钟"), Decimal(1) / 60),
    (("", "m", "min", "mins", "minute", "minutes", "分", "分钟", "′"), Decimal(1)),
    (("h", "hr", "hrs", "hour", "hours", "小时", "个小时", "时", "钟头", "个钟头"), Decimal(60)),
    (("d", "day", "days", "天", "日"), DAY),
    (
        ("wd", "workday", "workdays", "working day", "working days", "工作日", "个工作日"),
        WORKING_DAY,
    ),
    (("w", "week", "weeks", "周", "星期", "个星期"), 7 * DAY),
):
    UNITS |= dict.fromkeys(_words, _minutes)

_NAMES = "|".join(sorted((re.escape(name) for name in UNITS if name), key=len, reverse=True))
_PART = re.compile(
    rf"\s*(?P<number>\d+(?:[.,]\d+)?|半)\s*(?P<unit>{_NAMES})?\s*(?:,|and|又)?", re.IGNORECASE
)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_HALF = re.compile(r"([天日时])半|(小时|个小时|个钟头)半")


@dataclass(frozen=True)
class Duration:
    minutes: Decimal
    has_unit: bool


def read(text: str, *, unit: str = "") -> Duration | None:
    """None for an empty text. A bare number counts in `unit`, minutes by default.

    A day is 24 hours; a working day has eight.
    """
    said = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text)).strip().rstrip(".")
    if not said:
        return None
    if clock := _CLOCK.fullmatch(said):
        return _checked(Decimal(clock[1]) * 60 + Decimal(clock[2]), text, has_unit=True)
    said = _HALF.sub(lambda found: f"{found[0][:-1]} 0.5{found[0][:-1]}", said)
    total, at, named, smallest = Decimal(0), 0, False, None
    while at < len(said):
        part = _PART.match(said, at)
        if part is None or part.end() == at:
            raise _not_understood(text)
        word = (part["unit"] or "").lower()
        if not word and smallest is not None:
            worth = _below(smallest)  # 1h30
        else:
            worth = UNITS[word] if word else UNITS[unit]
        total += _number(part["number"], text) * worth
        named, smallest, at = named or bool(word), worth, part.end()
    return _checked(total, text, has_unit=named or bool(unit))


def _below(worth: Decimal) -> Decimal:
    return UNITS["h"] if worth > UNITS["h"] else UNITS["min"]


def _number(text: str, whole: str) -> Decimal:
    try:
        return Decimal("0.5") if text == "半" else Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise _not_understood(whole) from error


def _checked(minutes: Decimal, text: str, *, has_unit: bool) -> Duration:
    if minutes > MOST_MINUTES:
        raise Unclear(_("“%(text)s” is too long a time.") % {"text": text.strip()[:40]})
    return Duration(minutes.quantize(CENT), has_unit)


def _not_understood(text: str) -> Unclear:
    return Unclear(
        _("“%(text)s” is no time. Write minutes (90), or a unit: 2 h, 1.5 hours, 1 day.")
        % {"text": text.strip()[:40]}
    )


def doubt(duration: Duration, *, waiting: bool) -> str:
    """A question when a bare number looks like one in another unit; else nothing."""
    if duration.has_unit or not duration.minutes:
        return ""
    long = LONG_WAITING if waiting else LONG_TOUCH
    if SHORT <= duration.minutes < long:
        return ""
    hours = (duration.minutes / 60).quantize(Decimal("0.1")).normalize()
    return _("%(minutes)s min = %(hours)s h? Write the unit to be sure.") % {
        "minutes": f"{duration.minutes.normalize():f}",
        "hours": f"{hours:f}",
    }
