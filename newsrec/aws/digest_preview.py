"""The mail that a reader would get now, made by the digest's own functions up to and without the sending."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from newsrec.aws.deployment import StackOutputs
from newsrec.aws.files import Files, NoSuchFile
from newsrec.aws.functions import invoke
from newsrec.digest.audience import read_audience
from newsrec.digest.batches import Batch, ComposedBatch, RunFolder, document, mails_of
from newsrec.digest.definition import load
from newsrec.digest.model import Finding, Mail, Recipient
from newsrec.digest.planning import edition_of
from newsrec.rules.decoding import decode


class MailHeldBack(Exception):
    """The reader would get no mail: what the validation layer found in it."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(f"{finding.code}: {finding.message}" for finding in findings if finding.hard))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class PreviewedMail:
    """A mail that would go out, with what the validation layer remarked on it."""

    mail: Mail
    remarks: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class DigestPreview:
    """Composes mails of the deployed digest; nothing is claimed and nothing is sent."""

    outputs: StackOutputs
    digest_id: str = "morning"

    def recipient(self, reader_id: str) -> Recipient:
        """The subscriber as the audience file has them; a reader who did not subscribe gets an address that is none.

        Raises `Unavailable`.
        """
        lines: Sequence[bytes] = ()
        with suppress(NoSuchFile):
            lines = Files(self.outputs.data_bucket_name).read_lines(f"audience/{self.digest_id}.jsonl")
        recipients = (one.recipient for one in read_audience(lines).subscribers)
        unknown = Recipient(reader_id=reader_id, email="reader@not-subscribed.invalid")
        return next((recipient for recipient in recipients if recipient.reader_id == reader_id), unknown)

    def mail(self, recipient: Recipient, now: datetime) -> PreviewedMail:
        """Raises `newsrec.digest.definition.UnknownDigest`, `MailHeldBack` and `Unavailable`."""
        edition = edition_of(load(self.digest_id), now)
        run = f"preview-{uuid4().hex}"
        files, batch = Files(self.outputs.data_bucket_name), RunFolder.of(edition, run).batch(1)
        files.write_json(batch, document(Batch(run=run, edition=edition, readers=(recipient,))))
        request = invoke(self.outputs.digest_recommend_function_name, {"batch": batch})
        lists = invoke(self.outputs.postprocess_function_name, request)["lists"]
        invoke(self.outputs.digest_compose_function_name, {"batch": batch, "lists": lists})
        composed = decode(ComposedBatch, files.read_json(mails_of(batch)))
        if composed.held_back:
            raise MailHeldBack(composed.held_back[0].findings)
        remarks = composed.remarks[0].findings if composed.remarks else ()
        return PreviewedMail(composed.mails[0], remarks)
