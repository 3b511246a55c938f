"""Time travel: the company has worked for months by the moment it is made."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sopman.workdays.queries import calendar

ZONE = ZoneInfo("Asia/Shanghai")
_MORNING, _EVENING = time(9, 5), time(17, 40)
_SPREAD, _STEP = 190, 37  # the day's first minute differs from day to day
_SHORTEST, _LONGEST = 3, 8  # minutes between two things


class Clock:
    """A watch that only goes forward and stands still outside working hours."""

    def __init__(self, on: date, *, now: datetime) -> None:
        self._now, self._count = now, on.day
        self._days = calendar()
        self._moment = self._morning(self._days.add(on, 0))

    def tick(self) -> datetime:
        """The next moment something happens: some minutes later, tomorrow when it got late."""
        self._count += 1
        minutes = _SHORTEST + self._count * 5 % (_LONGEST - _SHORTEST + 1)
        self._moment += timedelta(minutes=minutes)
        if self._moment.astimezone(ZONE).time() > _EVENING:
            self._moment = self._morning(self._days.add(self.today, 1))
        if self._moment > self._now:
            raise ValueError("The demonstration would reach into the future; begin it earlier.")
        return self._moment

    def until(self, on: date) -> "Clock":
        """Forward to the morning of this working day (or the next one); never back."""
        morning = self._morning(self._days.add(on, 0))
        self._moment = max(self._moment, morning)
        return self

    def later(self, workdays: int = 1) -> "Clock":
        return self.until(self._days.add(self.today, workdays))

    def past(self, moment: datetime) -> "Clock":
        """Forward to just after `moment`."""
        self._moment = max(self._moment, moment)
        return self

    @property
    def today(self) -> date:
        return self._moment.astimezone(ZONE).date()

    @staticmethod
    def _morning(day: date) -> datetime:
        first = datetime.combine(day, _MORNING, tzinfo=ZONE)
        return first + timedelta(minutes=day.toordinal() * _STEP % _SPREAD)


class Timeline:
    """Days counted from the day the demonstration is made."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.today = now.astimezone(ZONE).date()
        self._days = calendar()

    def ago(self, days: int) -> date:
        """The working day on or before `days` calendar days ago."""
        return self._days.subtract(self.today - timedelta(days=days), 0)

    def workday(self, offset: int) -> date:
        """The working day `offset` working days from today; negative ones are past."""
        if offset >= 0:
            return self._days.add(self.today, offset)
        return self._days.subtract(self.today, -offset)

    def clock(self, *, ago: int) -> Clock:
        return Clock(self.ago(ago), now=self.now)
