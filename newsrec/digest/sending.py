"""Mails go out once: claimed in the ledger, sent, marked. A crash in between leaves a claim, never a second mail."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import ParamSpec

from newsrec.digest.batches import ComposedBatch, Outcome, OutcomeName, ReaderFindings
from newsrec.digest.definition import Digest
from newsrec.digest.model import Mail
from newsrec.digest.planning import standing
from newsrec.digest.ports import Ledger, LedgerEntry, Mailer, Refused, SendingStopped, Unanswered, Unsubscribed
from newsrec.serving.ports import Articles
from newsrec.unavailable import Unavailable

Arguments = ParamSpec("Arguments")

REMEMBERED = timedelta(days=90)
"""How long the ledger knows a mail at least; longer where the digest looks back further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """The sending of batches of one digest; `clock` tells the time of each mail, since a batch takes a while."""

    digest: Digest
    ledger: Ledger
    mailer: Mailer
    articles: Articles
    unsubscribed: Unsubscribed
    clock: Callable[[], datetime]

    def send_batch(self, batch: ComposedBatch) -> Iterator[Outcome]:
        """One outcome for each reader of the batch, as it becomes known.

        May be called again for the same batch whatever became of the first call. Raises `Unavailable` when the
        ledger or the articles cannot be read: then the mail in turn was not sent.
        """
        yield from (self._held_back(one) for one in batch.held_back)
        entries = self.ledger.entries((mail.recipient.reader_id for mail in batch.mails), batch.edition)
        left = self.unsubscribed.among((mail.recipient.reader_id for mail in batch.mails), self.digest.id)
        known = self.articles.get_many(chain.from_iterable(mail.article_ids for mail in batch.mails))
        stopped: str | None = None
        for mail in batch.mails:
            now = self.clock()
            entry = entries.get(mail.recipient.reader_id)
            gone = [id for id in mail.article_ids if id not in known or not known[id].may_be_shown(now)]
            if entry and (name := standing(entry, run=batch.run, now=now)):
                yield self._settled(mail, entry, name)
            elif mail.recipient.reader_id in left:
                yield self._outcome(mail, "unsubscribed", "left after the run was planned")
            elif stopped is not None:
                yield self._outcome(mail, "failed", stopped)
            elif now > batch.edition.deadline:
                yield self._outcome(mail, "late", f"the deadline was {batch.edition.deadline.isoformat()}")
            elif gone:
                reason = f"may not be shown any more: {', '.join(gone)}"
                yield self._outcome(mail, "held_back", reason, codes=("E03",))
            else:
                outcome, stopped = self._send_once(mail, batch, now)
                yield outcome

    def _send_once(self, mail: Mail, batch: ComposedBatch, now: datetime) -> tuple[Outcome, str | None]:
        """The outcome, and why nothing more can be sent, if so."""
        reader_id, edition = mail.recipient.reader_id, batch.edition
        forget_at = now + max(REMEMBERED, timedelta(days=self.digest.look_back_days + 1))
        in_the_way = self.ledger.claim(mail, edition, run=batch.run, now=now, forget_at=forget_at)
        if in_the_way:
            name = standing(in_the_way, run=batch.run, now=now) or "unknown"
            return self._settled(mail, in_the_way, name), None
        try:
            message_id = self.mailer.send(mail, edition)
        except Refused as error:
            noted = _noted(self.ledger.mark_failed, reader_id, edition, str(error))
            return self._outcome(mail, "failed", f"{error}{noted}"), None
        except SendingStopped as error:
            noted = _noted(self.ledger.release, reader_id, edition)
            return self._outcome(mail, "failed", f"{error}{noted}"), str(error)
        except Unanswered as error:
            return self._outcome(mail, "unknown", str(error)), None
        noted = _noted(self.ledger.mark_sent, reader_id, edition, message_id)
        return self._outcome(mail, "sent", noted, message_id=message_id), None

    def _settled(self, mail: Mail, entry: LedgerEntry, name: OutcomeName) -> Outcome:
        reason = f"the ledger says {entry.state} by run {entry.run}"
        return self._outcome(mail, name, reason, message_id=entry.message_id)

    def _held_back(self, held_back: ReaderFindings) -> Outcome:
        hard = [finding for finding in held_back.findings if finding.hard]
        return Outcome(
            reader_id=held_back.reader_id,
            outcome="held_back",
            at=self.clock(),
            reason="; ".join(f"{finding.code} {finding.message}" for finding in hard),
            codes=tuple(dict.fromkeys(finding.code for finding in hard)),
        )

    def _outcome(
        self,
        mail: Mail,
        outcome: OutcomeName,
        reason: str,
        *,
        codes: tuple[str, ...] = (),
        message_id: str | None = None,
    ) -> Outcome:
        return Outcome(
            reader_id=mail.recipient.reader_id,
            outcome=outcome,
            at=self.clock(),
            reason=reason,
            codes=codes,
            message_id=message_id,
        )


def _noted(write: Callable[Arguments, None], *args: Arguments.args, **kwargs: Arguments.kwargs) -> str:
    """Empty, or that the ledger does not know: what happened has happened all the same."""
    try:
        write(*args, **kwargs)
    except Unavailable as error:
        return f" (the ledger was not told: {error})"
    return ""
