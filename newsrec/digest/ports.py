"""The outside systems of the digest, as it needs them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from newsrec.digest.model import Edition, Mail


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """What is known of one reader's mail of one edition: `claimed` before it is sent, then `sent` or `failed`.

    `run` is the run that claimed it.
    """

    state: Literal["claimed", "sent", "failed"]
    run: str
    claimed_at: datetime
    message_id: str | None = None
    reason: str | None = None


class Ledger(Protocol):
    """Who got which edition. Every method raises `Unavailable`."""

    def entries(self, reader_ids: Iterable[str], edition: Edition) -> Mapping[str, LedgerEntry]:
        """Those there are, by reader."""
        ...

    def recently_sent(self, reader_id: str, digest_id: str, since: datetime) -> Mapping[str, datetime]:
        """The articles of the mails that the reader got, or may have got, and when."""
        ...

    def claim(
        self, mail: Mail, edition: Edition, *, run: str, now: datetime, forget_at: datetime
    ) -> LedgerEntry | None:
        """Reserves the edition for the reader unless somebody did already; answers the entry in the way, if any.

        One that failed is in nobody's way.
        """
        ...

    def mark_sent(self, reader_id: str, edition: Edition, message_id: str) -> None: ...

    def mark_failed(self, reader_id: str, edition: Edition, reason: str) -> None: ...

    def release(self, reader_id: str, edition: Edition) -> None:
        """Gives a claim back, of a mail that was certainly not sent."""
        ...


class Refused(Exception):
    """This mail was certainly not taken; others may be."""


class SendingStopped(Exception):
    """This mail was certainly not taken, and no other will be for now: the account may not send."""


class Unanswered(Exception):
    """This mail may have been taken or not; nobody knows."""


class Mailer(Protocol):
    def send(self, mail: Mail, edition: Edition) -> str:
        """The message id. Raises `Refused`, `SendingStopped` and `Unanswered`."""
        ...


class Unsubscribed(Protocol):
    def among(self, reader_ids: Iterable[str], digest_id: str) -> set[str]:
        """Those of the readers who left the digest. Raises `Unavailable`."""
        ...
