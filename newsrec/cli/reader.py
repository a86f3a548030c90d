"""`newsrec reader`: what is known of one reader."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import click

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.deployment import stack_outputs
from newsrec.aws.reader_digests import ReaderDigests, ReaderDigestsTable
from newsrec.aws.readers import ReaderInterestsTable
from newsrec.cli.deployed import asking_aws, environment_option
from newsrec.cli.input import RefusedInput
from newsrec.interests import InterestKind, ReaderProfile
from newsrec.model import Article
from newsrec.rules.decoding import Problem


@click.group("reader")
def reader_group() -> None:
    """Look at a reader."""


@reader_group.command("show")
@click.argument("reader_id", metavar="ID")
@environment_option
def show_command(reader_id: str, environment: str) -> None:
    """Show a reader's interests, the articles they opened, and their digests."""
    with asking_aws():
        outputs = stack_outputs(environment)
        profile = ReaderInterestsTable(outputs.reader_interests_table_name).profile(reader_id, datetime.now(UTC))
        digests = ReaderDigestsTable(outputs.digest_ledger_table_name).of_reader(reader_id)
        if not (profile.reads or profile.interests or digests.sent or digests.unsubscribed):
            raise RefusedInput([Problem("ID", f"nothing is known of a reader {reader_id!r}")])
        articles = ArticlesTable(outputs.articles_table_name).get_many(profile.read_ids)
    shown = {
        "reader_id": reader_id,
        "interests": {kind.value: _interests(profile, kind) for kind in InterestKind},
        "opened": _opened(profile, articles),
        **_digests(digests),
    }
    click.echo(json.dumps(shown, ensure_ascii=False, default=str))


def _interests(profile: ReaderProfile, kind: InterestKind) -> Mapping[str, float]:
    """Faded counts by name, the largest first."""
    of_kind = [(interest.name, count) for interest, count in profile.interests.items() if interest.kind is kind]
    return dict(sorted(of_kind, key=lambda interest: (-interest[1], interest[0])))


def _opened(profile: ReaderProfile, articles: Mapping[str, Article]) -> Sequence[Mapping[str, object]]:
    """The newest first; an article without a title, or one that is gone, has none."""
    latest = sorted(profile.reads, key=lambda read: read.read_at, reverse=True)
    return [
        {
            "article_id": read.article_id,
            "title": articles[read.article_id].title if read.article_id in articles else None,
            "read_at": read.read_at.isoformat(),
        }
        for read in latest
    ]


def _digests(digests: ReaderDigests) -> Mapping[str, object]:
    return {"digests": digests.sent, "unsubscribed": digests.unsubscribed}
