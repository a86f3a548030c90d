"""Revisions of documents in DynamoDB."""

import boto3
import pytest

from newsrec.aws.dynamodb import to_item
from newsrec.aws.surface_documents import SurfaceDocumentsTable
from newsrec.rules.decoding import InvalidDocument
from newsrec.surfaces.saved import SavedDocument, SavedMeanwhile, save
from newsrec.unavailable import Unavailable
from tests.unit.newsrec.records import NOW

pytestmark = pytest.mark.usefixtures("tables")

TABLE = SurfaceDocumentsTable("surface-documents")


def saved(after: int, *, name: str = "surface/home", by: str = "Ada", why: str = "a pin") -> SavedDocument:
    return save(TABLE, name, {"after": after}, after=after, saved_by=by, why=why, now=NOW)


def test_every_revision_is_kept_and_the_newest_comes_first() -> None:
    revisions = [saved(after) for after in range(12)]
    assert [one.revision for one in revisions] == list(range(1, 13))
    saved(0, name="surface/section")
    assert list(TABLE.newest_first("surface/home")) == revisions[::-1]
    assert list(TABLE.newest_first("surface/home", at_once=5)) == revisions[::-1]
    assert TABLE.find("surface/home", 3) == revisions[2]
    assert TABLE.find("surface/home", 13) is None


def test_whoever_changed_an_older_revision_is_told_who_was_faster() -> None:
    saved(0, by="Grace")
    with pytest.raises(SavedMeanwhile, match="the newest revision is 1, saved by Grace, and not 0"):
        saved(0)
    with pytest.raises(SavedMeanwhile, match="there is no revision 1: nothing was saved yet"):
        saved(1, name="surface/section")


def test_of_two_who_save_at_one_moment_one_is_refused() -> None:
    first = saved(0)
    with pytest.raises(SavedMeanwhile, match="revision 1 of surface/home is there already"):
        TABLE.save(first)


@pytest.mark.parametrize(("by", "why", "named"), [("", "a pin", "by"), ("Ada", "  ", "why")])
def test_nothing_is_saved_that_nobody_answers_for(by: str, why: str, named: str) -> None:
    with pytest.raises(InvalidDocument, match=f"^{named}: must not be empty"):
        saved(0, by=by, why=why)


def test_what_was_written_by_hand_is_a_revision_if_its_number_is_one() -> None:
    by_hand = [
        {"name": "surface/home", "revision": "00000007", "text": "{}", "saved_at": "yesterday"},
        {"name": "surface/home", "revision": "newest", "text": "{}"},
    ]
    for item in by_hand:
        boto3.client("dynamodb").put_item(TableName="surface-documents", Item=to_item(item))
    [found] = TABLE.newest_first("surface/home")
    assert (found.revision, found.text, found.saved_at, found.saved_by) == (7, "{}", None, "")
    assert saved(7).revision == 8


def test_a_table_that_is_away_is_said() -> None:
    gone = SurfaceDocumentsTable("no-such-table")
    with pytest.raises(Unavailable, match="SurfaceDocuments: "):
        next(iter(gone.newest_first("surface/home")))
    with pytest.raises(Unavailable, match="SurfaceDocuments: "):
        gone.find("surface/home", 1)
