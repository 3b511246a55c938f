"""Addresses of rows in long lists: worked out once, for they depend on nothing else."""

from functools import lru_cache

from django.urls import get_urlconf, reverse

MOST = 16384


def address(url_name: str, *args: int | str) -> str:
    return _address(url_name, args, get_urlconf())


@lru_cache(maxsize=MOST)
def _address(url_name: str, args: tuple, _urlconf: str | None) -> str:
    return reverse(url_name, args=args)
