"""The two errors of outside systems: one that may pass, one that will not."""

from typing import Literal

OutageKind = Literal["slow", "throttled", "error", "absent", "empty"]
"""What kept a source from answering: too slow, refused for now, failed, not there, or there with nothing to say."""


class Unavailable(Exception):
    """An outside system refused or did not answer in time; the same call may succeed later."""


class Unacceptable(Exception):
    """An outside system refuses what it was sent, and will refuse it every time."""
