from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "sopman.portal"
    label = "portal"
