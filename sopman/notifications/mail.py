"""One e-mail per notice; a repeated one carries the same Message-ID."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import override

from sopman.notifications.models import Notice
from sopman.notifications.texts import text_of
from sopman.organization.queries import organization


def base_url() -> str:
    return (organization().base_url or settings.BASE_URL).rstrip("/")


def message_id(notice: Notice) -> str:
    seen = f"{notice.pk}:{notice.recipient_id}:{notice.key}"
    digest = hashlib.sha256(seen.encode()).hexdigest()[:24]
    return f"<notice-{notice.pk}-{digest}@{urlsplit(base_url()).hostname or 'sopman'}>"


def send(notice: Notice) -> None:
    """Mail `notice` to its recipient in their language. Raises what the mail server raises."""
    person = notice.recipient
    with override(person.language or settings.LANGUAGE_CODE):
        text = text_of(notice)
        link = f"{base_url()}{notice.url}" if notice.url.startswith("/") else ""
        context = {"text": text, "link": link, "person": person, "sender": str(organization())}
        plain = get_template("notifications/mail.txt").template
        body = plain.render(Context(context, autoescape=False))
    EmailMessage(
        subject=" ".join(text.title.split())[:200],
        body=body.strip() + "\n",
        to=[person.email],
        headers={"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"},
    ).send()
