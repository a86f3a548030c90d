"""The mails of a batch: composed of finished lists, checked, and either let go or held back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from newsrec.digest.batches import Batch, ComposedBatch, ReaderFindings
from newsrec.digest.composition import compose
from newsrec.digest.definition import Digest
from newsrec.digest.model import DigestItem, Edition, Mail, Recipient
from newsrec.digest.publisher import Publisher
from newsrec.digest.unsubscribing import unsubscribe_url
from newsrec.digest.validation import findings
from newsrec.model import Article, Reason, Source
from newsrec.serving.signing import SigningKey


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedArticle:
    """One place of a finished list, as the postprocessing answers it; a reason is not always known."""

    article_id: str
    source: Literal["personalised", "trending", "popular", "just_published"]
    reason: Reason | None
    title_variant: Literal["full", "short"] = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderList:
    """One reader's finished list; `degraded` names the sources that did not answer."""

    reader_id: str
    list_id: str
    items: tuple[ListedArticle, ...]
    degraded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderLists:
    lists: tuple[ReaderList, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """Makes mails of `digest`; their links to leave it start with `unsubscribe_address` and are signed with `key`."""

    digest: Digest
    publisher: Publisher
    unsubscribe_address: str
    key: SigningKey

    def compose_batch(
        self, batch: Batch, lists: Sequence[ReaderList], articles: Mapping[str, Article], now: datetime
    ) -> ComposedBatch:
        """Every reader of the batch gets a mail or is held back; one without a list has too few articles."""
        by_reader = {one.reader_id: one for one in lists}
        mails: list[Mail] = []
        held_back: list[ReaderFindings] = []
        remarks: list[ReaderFindings] = []
        for recipient in batch.readers:
            listed = by_reader[recipient.reader_id].items if recipient.reader_id in by_reader else ()
            known = ((one, articles[one.article_id]) for one in listed if one.article_id in articles)
            items = [_item(one, article) for one, article in known if _can_be_linked(article)]
            mail = self.mail(batch.edition, recipient, items, now)
            found = tuple(
                findings(mail, items, digest=self.digest, edition=batch.edition, publisher=self.publisher, now=now)
            )
            if any(finding.hard for finding in found):
                held_back.append(ReaderFindings(reader_id=recipient.reader_id, findings=found))
                continue
            mails.append(mail)
            if found:
                remarks.append(ReaderFindings(reader_id=recipient.reader_id, findings=found))
        return ComposedBatch(
            run=batch.run,
            edition=batch.edition,
            mails=tuple(mails),
            held_back=tuple(held_back),
            remarks=tuple(remarks),
        )

    def mail(self, edition: Edition, recipient: Recipient, items: Sequence[DigestItem], now: datetime) -> Mail:
        leaving = unsubscribe_url(self.unsubscribe_address, recipient.reader_id, self.digest.id, self.key)
        return compose(
            self.digest, edition, recipient, items, publisher=self.publisher, unsubscribe_url=leaving, now=now
        )


def _can_be_linked(article: Article) -> bool:
    """Some sources know no more of an article than its id."""
    return bool(article.url and (article.title or article.short_title))


def _item(listed: ListedArticle, article: Article) -> DigestItem:
    return DigestItem(
        article=article, source=Source(listed.source), reason=listed.reason, title_variant=listed.title_variant
    )
