"""`newsrec article`: what is known of one article, and taking it back."""

import json
from datetime import UTC, datetime

import click

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.deployment import StackOutputs, stack_outputs
from newsrec.aws.just_published import JustPublishedTable
from newsrec.aws.queues import RecordStream
from newsrec.cli.deployed import asking_aws, environment_option
from newsrec.cli.input import RefusedInput
from newsrec.ingestion.withdrawal import withdrawal
from newsrec.model import Article
from newsrec.rules.decoding import Problem
from newsrec.transform import article_record
from newsrec.unavailable import Unavailable


@click.group("article")
def article_group() -> None:
    """Look at an article, or take it back."""


@article_group.command("show")
@click.argument("article_id", metavar="ID")
@environment_option
def show_command(article_id: str, environment: str) -> None:
    """Show an article's record, and what readers made of it while it is just published."""
    with asking_aws():
        outputs = stack_outputs(environment)
        shown = article_record(_found(outputs, article_id))
        cold = JustPublishedTable(outputs.just_published_table_name).find(article_id, datetime.now(UTC))
    if cold:
        shown["just_published"] = {
            "impressions": cold.impressions,
            "clicks": cold.clicks,
            "unique_readers": cold.unique_readers,
        }
    click.echo(json.dumps(shown, ensure_ascii=False))


@article_group.command("withdraw")
@click.argument("article_id", metavar="ID")
@environment_option
def withdraw_command(article_id: str, environment: str) -> None:
    """Take an article back: within seconds no list shows it."""
    with asking_aws():
        outputs = stack_outputs(environment)
        payload = withdrawal(article_record(_found(outputs, article_id)), now=datetime.now(UTC))
        if RecordStream(outputs.articles_stream_name).put([(article_id, payload)]):
            raise Unavailable(f"stream {outputs.articles_stream_name}: it is full, try again")
    record = payload["record"]
    click.echo(json.dumps({name: record[name] for name in ("article_id", "status", "updated_at")}, ensure_ascii=False))


def _found(outputs: StackOutputs, article_id: str) -> Article:
    found = ArticlesTable(outputs.articles_table_name).get_many([article_id])
    if article_id not in found:
        raise RefusedInput([Problem("ID", f"there is no article {article_id!r}")])
    return found[article_id]
