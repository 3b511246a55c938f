"""Runs web, worker and beat: one at a time (`python -m sopman.supervisor web`) or all (`manage.py up`)."""
