"""What the check looks at beside the front page: how the models came to serve, and the morning mail."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from newsrec.aws.clients import client
from newsrec.aws.files import Files
from newsrec.digest.batches import ComposedBatch
from newsrec.rules.decoding import decode
from newsroom.executions import run_workflow
from newsroom.failure import require
from newsroom.house import House
from newsroom.subscribers import DIGEST, address, subscribers

SECONDS = 120


@dataclass(frozen=True, slots=True)
class WorkflowCheck:
    house: House

    @property
    def files(self) -> Files:
        return Files(self.house.outputs.data_bucket_name)

    def batch(self) -> str:
        """Every line of the source files is in the import, in the holdout, or accounted for."""
        folder = f"training/{self.house.training.run}"
        clicks = self.files.read_json(f"{folder}/interactions/summary.json")
        articles = self.files.read_json(f"{folder}/items/summary.json")
        require(clicks["read"] == len(self.house.data.interactions), f"read {clicks['read']} interactions")
        require(articles["imported"] == len(self.house.articles), f"imported {articles['imported']} articles")
        return (
            f"{clicks['read']:,} interactions: {clicks['imported']:,} imported, {clicks['held_out']:,} held out, "
            f"{clicks['rejected']:,} rejected; {articles['imported']:,} articles imported"
        )

    def promotion(self) -> str:
        """The campaigns serve the versions that the training machine trained and judged."""
        summary = self.files.read_json(f"training/{self.house.training.run}/summary.json")
        require(summary["status"] == "promoted", f"training is {summary['status']}: {summary['failure']}")
        serving = {campaign["solutionVersionArn"] for campaign in _campaigns()}
        require(serving == {model["version"] for model in summary["models"]}, f"{serving} serve")
        return str(self.house.training)

    def digest(self) -> str:
        """An edition for all subscribers; every mail is read back."""
        started = time.monotonic()
        counts = self._run({"digest": DIGEST})["counts"]
        took = time.monotonic() - started
        expected = {address(reader) for reader in subscribers(self.house.data)}
        require(counts["sent"] == len(expected), f"{counts}")
        mails = self._mailbox()
        require(sorted(_to(mail) for mail in mails) == sorted(expected), f"{len(mails)} mails are in the mailbox")
        wrong = [_to(mail) for mail in mails if not (mail["Subject"] and mail["BodyHtml"] and mail["BodyText"])]
        require(not wrong, f"without subject, HTML or text: {wrong}")
        subjects = len({mail["Subject"] for mail in mails})
        return (
            f"{len(mails)} mails read back, {subjects} different subjects, first “{mails[0]['Subject']}”, {took:.1f} s"
        )

    def second_run(self) -> str:
        before = len(self._mailbox())
        counts = self._run({"digest": DIGEST})["counts"]
        require((counts["sent"], counts["already_sent"]) == (0, before), f"{counts}")
        require(len(self._mailbox()) == before, "the second run sent mails")
        return f"0 sent, {counts['already_sent']} had it already"

    def leaving(self) -> str:
        """One click on the link in a mail's header, and the next edition leaves the reader out."""
        reader, link = self._unsubscribe_link()
        at = f"{self.house.api_url}/unsubscribe?{urlsplit(link).query}"
        answer = httpx.post(at, data={"List-Unsubscribe": "One-Click"}, timeout=15)
        require(answer.status_code == 200, f"answered {answer.status_code}")
        audience = "audience/check.jsonl"
        self.files.write_lines(audience, [{"reader_id": reader, "email": "left@mail.example"}])
        counts = self._run(
            {
                "digest": DIGEST,
                "audience": f"s3://{self.files.bucket}/{audience}",
                "scheduled_at": "2100-01-01T05:00:00Z",
            }
        )["counts"]
        require((counts["unsubscribed"], counts["sent"]) == (1, 0), f"{counts}")
        return "the next edition leaves out who left"

    def _unsubscribe_link(self) -> tuple[str, str]:
        keys = [key for key in self.files.keys(f"digests/{DIGEST}/") if "/mails/" in key]
        mail = decode(ComposedBatch, self.files.read_json(keys[0])).mails[0]
        return mail.recipient.reader_id, mail.headers["List-Unsubscribe"].strip("<>")

    def _run(self, request: Mapping[str, str]) -> Mapping[str, Any]:
        ended = run_workflow(self.house.outputs.digest_machine_arn, request, seconds=SECONDS)
        require(ended.succeeded, f"the digest failed: {ended.error}: {ended.cause}")
        return ended.output

    def _mailbox(self) -> Sequence[Mapping[str, Any]]:
        return mailbox(self.house)


def mailbox(house: House) -> Sequence[Mapping[str, Any]]:
    """Every mail that the local Amazon SES took."""
    of_accounts = httpx.get(f"{house.aws_url}/_ministack/ses/messages", timeout=15).json()["messages"]
    return [mail for mails in of_accounts.values() for mail in mails]


def _to(mail: Mapping[str, Any]) -> str:
    [recipient] = mail["To"]
    return recipient


def _campaigns() -> Sequence[Mapping[str, Any]]:
    personalize = client("personalize")
    names = personalize.list_campaigns()["campaigns"]
    return [personalize.describe_campaign(campaignArn=one["campaignArn"])["campaign"] for one in names]
