"""All of it in order, in one transaction."""

from django.db import connection, transaction
from django.utils import timezone

from sopman.benchmarks.company import messages, people, projects, sops
from sopman.benchmarks.company.size import Company, Size


def found(size: Size) -> Company:
    now = timezone.now()
    with transaction.atomic():
        company = people.seed(size)
        running = projects.seed(company, size, now=now)
        documents = sops.seed(company, running, size, now=now)
        messages.seed(company, running, documents, size, now=now)
    with connection.cursor() as cursor:  # what the planner knows decides what a query costs
        cursor.execute("ANALYZE")
    return company
