"""Identifiers of requests and answers, which are many."""

from random import getrandbits
from uuid import UUID


def unique_id() -> str:
    """A random identifier, made without asking the operating system: nobody has to be unable to guess it."""
    return str(UUID(int=getrandbits(128), version=4))
