"""`newsrec reader`: what is known of one reader, and forgetting it."""

import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime

import click

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.data_deletion import DatasetGroupReaders, DeletionRequestFiles
from newsrec.aws.deployment import stack_outputs
from newsrec.aws.files import Files
from newsrec.aws.forgotten import ForgottenReadersTable
from newsrec.aws.reader_digests import ReaderDigests, ReaderDigestsTable
from newsrec.aws.readers import ReaderInterestsTable
from newsrec.cli.deployed import asking_aws, environment_option
from newsrec.cli.input import RefusedInput
from newsrec.rules.decoding import Problem
from newsrec.serving.forgetting import forget_reader, request_deletions
from newsrec.serving.readers import interests_by_kind, opened


@click.group("reader")
def reader_group() -> None:
    """Look at a reader, or forget them."""


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
        "interests": interests_by_kind(profile),
        "opened": opened(profile, articles),
        **_digests(digests),
    }
    click.echo(json.dumps(shown, ensure_ascii=False, default=str))


@reader_group.command("forget")
@click.argument("reader_id", metavar="ID")
@environment_option
def forget_command(reader_id: str, environment: str) -> None:
    """Forget a reader: at once here, and in the models' data with a deletion job, now or when one can begin."""
    now, receipt = datetime.now(UTC), f"forget-{uuid.uuid4().hex}"
    with asking_aws():
        outputs = stack_outputs(environment)
        files = Files(outputs.data_bucket_name)
        readers, requests = ForgottenReadersTable(outputs.reader_interests_table_name), DeletionRequestFiles(files)
        models = DatasetGroupReaders(
            dataset_group_arn=outputs.dataset_group_arn, role_arn=outputs.personalize_role_arn, files=files
        )
        forget_reader(reader_id, receipt=receipt, now=now, readers=readers, requests=requests)
        run = request_deletions(receipt, now=now, readers=readers, requests=requests, models=models)
    said = {"reader_id": reader_id, "receipt": receipt, "models": "waiting" if run.waiting else "requested"}
    click.echo(json.dumps(said | ({"reason": run.reason} if run.reason else {}), ensure_ascii=False))


def _digests(digests: ReaderDigests) -> Mapping[str, object]:
    return {"digests": digests.sent, "unsubscribed": digests.unsubscribed}
