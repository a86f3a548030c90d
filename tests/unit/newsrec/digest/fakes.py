"""The digest's outside systems in memory, each doing what a test says when it is called."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from newsrec.digest.model import Edition, Mail, Recipient
from newsrec.digest.ports import LedgerEntry
from newsrec.model import Article
from tests.unit.newsrec.digest.mails import EDITION
from tests.unit.newsrec.records import NOW, article

Trouble = Callable[[str], None]
"""Called with the name of every call before and after its effect; may raise."""


def no_trouble(_call: str) -> None: ...


def recipients(count: int) -> tuple[Recipient, ...]:
    return tuple(Recipient(reader_id=f"r{n}", email=f"r{n}@mail.example") for n in range(1, count + 1))


def mail_to(recipient: Recipient, article_ids: Sequence[str] = ("a1", "a2", "a3", "a4")) -> Mail:
    return Mail(
        recipient=recipient, subject="News", preheader="More", html="<p>", text="-", article_ids=tuple(article_ids)
    )


@dataclass
class MemoryLedger:
    """Keeps what its one table would keep."""

    trouble: Trouble = no_trouble
    kept: dict[tuple[str, str], LedgerEntry] = field(default_factory=dict)
    articles: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def entries(self, reader_ids: Iterable[str], edition: Edition) -> Mapping[str, LedgerEntry]:
        return {id: self.kept[id, edition.key] for id in reader_ids if (id, edition.key) in self.kept}

    def recently_sent(self, reader_id: str, digest_id: str, since: datetime) -> Mapping[str, datetime]:
        return {
            article_id: entry.claimed_at
            for (reader, key), entry in self.kept.items()
            if reader == reader_id and entry.claimed_at > since
            for article_id in self.articles[reader, key]
        }

    def claim(
        self, mail: Mail, edition: Edition, *, run: str, now: datetime, forget_at: datetime
    ) -> LedgerEntry | None:
        self.trouble("claim")
        key = (mail.recipient.reader_id, edition.key)
        if key in self.kept and self.kept[key].state != "failed":
            return self.kept[key]
        self.kept[key] = LedgerEntry(state="claimed", run=run, claimed_at=now)
        self.articles[key] = mail.article_ids
        self.trouble("claimed")
        return None

    def mark_sent(self, reader_id: str, edition: Edition, message_id: str) -> None:
        self.trouble("mark")
        key = (reader_id, edition.key)
        self.kept[key] = replace(self.kept[key], state="sent", message_id=message_id)
        self.trouble("marked")

    def mark_failed(self, reader_id: str, edition: Edition, reason: str) -> None:
        self.trouble("mark")
        key = (reader_id, edition.key)
        self.kept[key] = replace(self.kept[key], state="failed", reason=reason)
        self.trouble("marked")

    def release(self, reader_id: str, edition: Edition) -> None:
        self.trouble("mark")
        del self.kept[reader_id, edition.key]
        self.trouble("marked")


@dataclass
class MemoryMailer:
    """Whoever got a mail, as often as it was sent."""

    trouble: Trouble = no_trouble
    sent_to: list[str] = field(default_factory=list)

    def send(self, mail: Mail, edition: Edition) -> str:
        self.trouble("send")
        self.sent_to.append(mail.recipient.reader_id)
        self.trouble("sent")
        return f"m{len(self.sent_to)}"


@dataclass
class Left:
    reader_ids: frozenset[str] = frozenset()

    def among(self, reader_ids: Iterable[str], digest_id: str) -> set[str]:
        return self.reader_ids & set(reader_ids)


@dataclass
class Shown:
    """Every article exists, and may be shown unless it is withdrawn."""

    withdrawn: frozenset[str] = frozenset()

    def get_many(self, article_ids: Iterable[str]) -> Mapping[str, Article]:
        return {id: article(id) for id in article_ids if id not in self.withdrawn}


def claimed(*, at: datetime = NOW, run: str = "run", state: str = "claimed") -> LedgerEntry:
    return LedgerEntry(state=state, run=run, claimed_at=at)  # type: ignore[arg-type]


KEY = EDITION.key
