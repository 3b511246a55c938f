"""Bytes under the name of their SHA-256, in the media storage. Written once, never changed."""

import hashlib
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

CHUNK = 256 * 1024


class Damaged(Exception):
    """What lies in the store is not what was put there."""


def path_of(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def put(content: bytes) -> str:
    """Keep `content` and return its hash. The same bytes are kept once."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if not default_storage.exists(path):
        saved = default_storage.save(path, ContentFile(content))
        if saved != path:  # somebody else was faster with the same bytes
            default_storage.delete(saved)
    return sha256


def get(sha256: str) -> bytes:
    """The bytes, checked against their name."""
    try:
        with default_storage.open(path_of(sha256), "rb") as file:
            content = file.read()
    except FileNotFoundError as missing:
        raise Damaged(f"{sha256} is missing from the store.") from missing
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(f"{sha256} has been changed in the store.")
    return content


def chunks(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), CHUNK):
        yield content[start : start + CHUNK]


def drop(sha256: str) -> None:
    """For copies that can be made again (renditions), never for attachments."""
    default_storage.delete(path_of(sha256))
