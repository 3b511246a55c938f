from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "sopman.notifications"
    label = "notifications"
