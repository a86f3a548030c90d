"""Amazon SES: one mail to one reader, as MIME that the product wrote itself."""

import hashlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ProxyConnectionError,
)

from newsrec.aws.clients import client, error_code
from newsrec.digest.model import Edition, Mail
from newsrec.digest.ports import Refused, SendingStopped, Unanswered

WAITS: Final = (1.0, 2.0, 4.0, 8.0)
"""Seconds to wait while Amazon SES says that mails come too fast."""

_TOO_FAST: Final = frozenset({"TooManyRequestsException", "ThrottlingException", "Throttling"})
_NOTHING_GOES_OUT: Final = frozenset(
    {
        "AccessDeniedException",
        "AccountSuspendedException",
        "ExpiredTokenException",
        "InvalidClientTokenId",
        "LimitExceededException",
        "MailFromDomainNotVerifiedException",
        "NotFoundException",
        "SendingPausedException",
        "UnrecognizedClientException",
    }
)
"""What concerns the account, the sender or the configuration set, and so every mail."""

_NEVER_LEFT: Final = (ConnectTimeoutError, EndpointConnectionError, NoCredentialsError, ProxyConnectionError)

# Nothing is folded: what folding does to a long link, mailbox providers do not take for a link any more.
_POLICY: Final = SMTP.clone(max_line_length=998)


@dataclass(frozen=True, slots=True, kw_only=True)
class SesMailer:
    """Implements `newsrec.digest.ports.Mailer`; `sender` is an address, `sender_name` what readers see before it."""

    sender: str
    sender_name: str
    configuration_set: str
    wait: Callable[[float], None] = time.sleep

    def send(self, mail: Mail, edition: Edition) -> str:
        try:
            content = self.mime(mail)
        except ValueError as error:
            raise Refused(f"not a valid message: {error}") from error
        for seconds in WAITS:
            message_id = self._send(content, mail, edition)
            if message_id:
                return message_id
            self.wait(seconds * random.uniform(0.5, 1))  # so that batches do not come back all at once
        if message_id := self._send(content, mail, edition):
            return message_id
        raise SendingStopped("Amazon SES: mails come too fast, also after waiting")

    def mime(self, mail: Mail) -> bytes:
        """Raises ValueError for a header with a line break and for an address that is none."""
        message = EmailMessage(policy=_POLICY)
        message["From"] = Address(self.sender_name, addr_spec=self.sender)
        message["To"] = Address(addr_spec=mail.recipient.email)
        message["Subject"] = mail.subject
        for name, value in mail.headers.items():
            message[name] = value
        message.set_content(mail.text, cte="quoted-printable")
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
        return message.as_bytes()

    def _send(self, content: bytes, mail: Mail, edition: Edition) -> str | None:
        """The message id, or None where Amazon SES wants the mail a little later."""
        # One attempt: a client that tries again after a time-out sends twice.
        ses = client("sesv2", read_seconds=20, attempts=1)
        try:
            return ses.send_email(
                Destination={"ToAddresses": [mail.recipient.email]},
                Content={"Raw": {"Data": content}},
                EmailTags=[
                    {"Name": "digest", "Value": edition.digest_id},
                    {"Name": "edition", "Value": edition.date},
                    {"Name": "reader", "Value": hashlib.sha256(mail.recipient.reader_id.encode()).hexdigest()[:32]},
                ],
                ConfigurationSetName=self.configuration_set,
            )["MessageId"]
        except ClientError as error:
            return _refusal(error)
        except _NEVER_LEFT as error:
            raise SendingStopped(f"Amazon SES was not reached: {error}") from error
        except BotoCoreError as error:
            raise Unanswered(f"Amazon SES: {error}") from error


def _refusal(error: ClientError) -> None:
    """None for a mail that came too fast; raises what everything else means."""
    code, message = error_code(error), error.response.get("Error", {}).get("Message", "")
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in _TOO_FAST:
        if "daily" in message.lower():
            raise SendingStopped(f"{code}: {message}") from error
        return
    if code in _NOTHING_GOES_OUT:
        raise SendingStopped(f"{code}: {message}") from error
    if status >= 500:
        raise Unanswered(f"{code}: {message}") from error
    raise Refused(f"{code}: {message}") from error
