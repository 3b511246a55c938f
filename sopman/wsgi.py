"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

from sopman.supervisor.leash import follow_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sopman.settings")

if _server := os.environ.get("SOPMAN_WEB_PID"):
    # A worker of a server that was killed would go on answering beside its successor.
    follow_parent(int(_server), gracefully=False)

application = get_wsgi_application()
