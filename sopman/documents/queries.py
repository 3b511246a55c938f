"""Where a document stands."""

from dataclasses import dataclass

from sopman.documents.models import Rendition
from sopman.jobs.enums import STOPPED
from sopman.jobs.models import Job


@dataclass(frozen=True)
class Progress:
    """`error` is a sentence in English, translated where it is shown."""

    rendition: Rendition | None
    percent: int = 0
    error: str = ""

    @property
    def is_running(self) -> bool:
        return self.rendition is not None and not self.rendition.is_ready and not self.error


def progress_of(rendition: Rendition | None) -> Progress:
    if rendition is None or rendition.is_ready or rendition.error:
        return Progress(rendition, error=rendition.error if rendition else "")
    job = Job.objects.filter(key=rendition.job_key).first()
    if job is None or job.state in STOPPED:
        return Progress(rendition, error="The document can't be made from this content.")
    return Progress(rendition, percent=job.progress)


def by_key(key: str) -> Rendition | None:
    return Rendition.objects.filter(key=key).first()
