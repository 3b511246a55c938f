"""The demonstration company: invented, and made only by the actions that people use."""

from sopman.portal.demo.build import build, data_exist

__all__ = ["build", "data_exist"]
