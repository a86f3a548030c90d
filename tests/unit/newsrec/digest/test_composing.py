"""A batch's lists become mails, or readers who are held back with what was found."""

import json
from dataclasses import replace

from newsrec.digest.batches import Batch, ComposedBatch, document
from newsrec.digest.composing import Composer, ReaderLists
from newsrec.digest.unsubscribing import unsubscribe_url
from newsrec.rules.decoding import decode
from tests.unit.newsrec.digest.fakes import recipients
from tests.unit.newsrec.digest.mails import DIGEST, EDITION, KEY, PUBLISHER
from tests.unit.newsrec.records import NOW, article

ADDRESS = "https://mail.courier.example/unsubscribe"
COMPOSER = Composer(digest=DIGEST, publisher=PUBLISHER, unsubscribe_address=ADDRESS, key=KEY)
ARTICLES = {
    f"a{number}": article(f"a{number}", title=f"The harbour bridge number {number} opens", url=f"/{number}")
    for number in range(8)
}


def listed(reader_id: str, count: int) -> dict[str, object]:
    """One reader's list in the postprocessing's own words."""
    return {
        "reader_id": reader_id,
        "list_id": "l1",
        "items": [
            {
                "article_id": f"a{number}",
                "source": "trending",
                "reason": {"code": "trending", "text": "Much read right now"},
                "title_variant": "full",
            }
            for number in range(count)
        ],
        "degraded": ["personalised"],
    }


def composed(*lists: dict[str, object]) -> ComposedBatch:
    batch = Batch(run="run", edition=EDITION, readers=recipients(3))
    return COMPOSER.compose_batch(batch, decode(ReaderLists, {"lists": list(lists)}).lists, ARTICLES, NOW)


def test_each_reader_gets_their_own_list_and_their_own_way_out() -> None:
    mails = composed(listed("r1", 8), listed("r2", 5), listed("r3", 6)).mails
    assert [(mail.recipient.reader_id, len(mail.article_ids)) for mail in mails] == [("r1", 8), ("r2", 5), ("r3", 6)]
    assert [mail.headers["List-Unsubscribe"] for mail in mails] == [
        f"<{unsubscribe_url(ADDRESS, reader.reader_id, 'morning', KEY)}>" for reader in recipients(3)
    ]


def test_too_few_articles_hold_a_mail_back() -> None:
    batch = composed(listed("r1", 8), listed("r2", 3))
    assert [mail.recipient.reader_id for mail in batch.mails] == ["r1"]
    assert [held.reader_id for held in batch.held_back] == ["r2", "r3"]
    assert all("E03" in [finding.code for finding in held.findings] for held in batch.held_back)


def test_what_is_remarked_on_a_mail_does_not_hold_it_back() -> None:
    narrow = replace(COMPOSER, digest=replace(DIGEST, max_html_bytes=1000))
    batch = Batch(run="run", edition=EDITION, readers=recipients(1))
    composed = narrow.compose_batch(batch, decode(ReaderLists, {"lists": [listed("r1", 8)]}).lists, ARTICLES, NOW)
    assert (len(composed.mails), composed.held_back) == (1, ())
    [remarked] = composed.remarks
    assert {(finding.code, finding.hard) for finding in remarked.findings} == {("E09", False)}


def test_articles_that_are_gone_meanwhile_do_not_count() -> None:
    few = dict(list(ARTICLES.items())[:3])
    batch = Batch(run="run", edition=EDITION, readers=recipients(1))
    held = COMPOSER.compose_batch(batch, decode(ReaderLists, {"lists": [listed("r1", 8)]}).lists, few, NOW).held_back
    assert [one.reader_id for one in held] == ["r1"]


def test_articles_without_title_or_address_are_left_out() -> None:
    bare = ARTICLES | {"a0": replace(ARTICLES["a0"], title=None), "a3": replace(ARTICLES["a3"], url=None)}
    batch = Batch(run="run", edition=EDITION, readers=recipients(1))
    lists = decode(ReaderLists, {"lists": [listed("r1", 8)]}).lists
    [mail] = COMPOSER.compose_batch(batch, lists, bare, NOW).mails
    assert mail.article_ids == ("a1", "a2", "a4", "a5", "a6", "a7")


def test_a_composed_batch_is_read_back_as_it_was() -> None:
    batch = composed(listed("r1", 8), listed("r2", 3))
    again = decode(ComposedBatch, json.loads(json.dumps(document(batch))))
    assert again == batch
    assert list(again.mails[0].headers) == list(batch.mails[0].headers)
