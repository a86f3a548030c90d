"""`newsrec digest`: what a reader's mail would be, and an edition sent by hand."""

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import click

from newsrec.aws.deployment import StackOutputs, stack_outputs
from newsrec.aws.digest_preview import DigestPreview, MailHeldBack
from newsrec.aws.files import Files
from newsrec.aws.workflows import finished, start
from newsrec.cli.deployed import OutsideFailure, asking_aws, environment_option
from newsrec.cli.input import RefusedInput
from newsrec.digest.audience import read_audience
from newsrec.digest.definition import digest_ids
from newsrec.rules.decoding import Problem

POLL_SECONDS = 1.0

digest_option = click.option(
    "--digest", "digest_id", type=click.Choice(digest_ids()), default="morning", show_default=True
)


@click.group("digest")
def digest_group() -> None:
    """Preview the mail digest, or send an edition of it."""


@digest_group.command("preview")
@click.option("--reader", "reader_id", required=True, help="Whose mail.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where the HTML part goes as well.")
@digest_option
@environment_option
def preview_command(reader_id: str, out: Path | None, digest_id: str, environment: str) -> None:
    """Show the mail that a reader would get now; nothing is sent."""
    with asking_aws():
        preview = DigestPreview(stack_outputs(environment), digest_id)
        try:
            previewed = preview.mail(preview.recipient(reader_id), datetime.now(UTC))
        except MailHeldBack as held_back:
            hard = [finding for finding in held_back.findings if finding.hard]
            raise RefusedInput([Problem(finding.code, finding.message) for finding in hard]) from held_back
    mail = previewed.mail
    if out:
        out.write_text(mail.html, encoding="utf-8")
    shown = {
        "from": preview.outputs.digest_sender,
        "to": mail.recipient.email,
        "subject": mail.subject,
        "preheader": mail.preheader,
        "headers": dict(mail.headers),
        "article_ids": list(mail.article_ids),
        "remarks": [{"code": remark.code, "message": remark.message} for remark in previewed.remarks],
        "text": mail.text,
        "html": mail.html,
    }
    click.echo(json.dumps(shown, ensure_ascii=False))


@digest_group.command("run")
@click.option(
    "--audience",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='JSON lines {"reader_id", "email"}; by default, the subscribers in the data bucket.',
)
@digest_option
@environment_option
def run_command(audience: Path | None, digest_id: str, environment: str) -> None:
    """Send today's edition to everybody who has not got it, and print what became of them."""
    if audience:
        _check(audience)
    with asking_aws():
        outputs = stack_outputs(environment)
        request = {"digest": digest_id} | ({"audience": _uploaded(audience, outputs)} if audience else {})
        progress = finished(start(outputs.digest_machine_arn, request), poll_seconds=POLL_SECONDS)
    if not progress.succeeded:
        raise OutsideFailure(f"{progress.error or progress.status}: {progress.cause}")
    click.echo(json.dumps(progress.output, ensure_ascii=False))


def _check(file: Path) -> None:
    """Names the lines that cannot be used; the others are written to. Raises `RefusedInput` where there are none."""
    audience = read_audience(file.read_bytes().splitlines())
    problems = [Problem(f"{file}:{line.number}", line.reason) for line in audience.invalid]
    if not audience.subscribers:
        raise RefusedInput([*problems, Problem(str(file), "names nobody to write to")])
    for problem in problems:
        click.echo(problem, err=True)


def _uploaded(audience: Path, outputs: StackOutputs) -> str:
    """The address of the file in the data bucket, under a name of its own."""
    files, key = Files(outputs.data_bucket_name), f"audience/by-hand/{uuid4().hex}.jsonl"
    files.write(key, audience.read_bytes(), "application/jsonl")
    return f"s3://{files.bucket}/{key}"
