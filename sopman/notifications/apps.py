from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "sopman.notifications"
    label = "notifications"

    def ready(self):
        from sopman.core import navigation  # noqa: PLC0415 -- models aren't there before
        from sopman.notifications.queries import unread_count  # noqa: PLC0415 -- the same

        navigation.count("inbox", unread_count)
