"""Mail that is owed, and the word to the administrators when work stopped for good."""

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from sopman.jobs.registry import handles
from sopman.jobs.running import REPORT
from sopman.notifications.actions import MAIL, notify
from sopman.notifications.mail import send
from sopman.notifications.models import Notice
from sopman.people.queries import administrators


@handles(MAIL, atomic=False)
def mail(*, at, notice_id, **_later_arguments):
    """Mail one notice. A kill between sending and the next line repeats the same Message-ID."""
    notice = Notice.objects.select_related("recipient").filter(pk=notice_id).first()
    if notice is None or notice.delivered_at or not notice.wants_mail:
        return
    if notice.recipient.is_active and notice.recipient.email:
        send(notice)
    Notice.objects.filter(pk=notice_id, delivered_at=None).update(delivered_at=timezone.now())


@handles(REPORT)
def job_stopped(*, at, kind_of_job, job_id, error, **_later_arguments):
    try:
        url = reverse("jobs:list")
    except NoReverseMatch:
        url = ""
    notify(
        administrators(),
        "notifications.job_stopped",
        at=at,
        key=f"{kind_of_job}:{at:%Y-%m-%d}",
        url=url,
        kind=kind_of_job,
        number=job_id,
        error=error,
    )
