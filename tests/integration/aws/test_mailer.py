"""A mail at Amazon SES: as it is written, and what each refusal means."""

import base64
import email
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import default

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from newsrec.aws.clients import client
from newsrec.aws.mailer import WAITS, SesMailer
from newsrec.digest.model import Mail, Recipient
from newsrec.digest.ports import Refused, SendingStopped, Unanswered
from tests.browser.serving import serving
from tests.unit.newsrec.digest.mails import EDITION, composed, items

LONG_LINK = f"<https://mail.courier.example/unsubscribe?token={'x' * 400}>"


@dataclass
class Ses:
    """Answers in turn what it is told to, then takes everything."""

    refusals: list[tuple[int, str, str]] = field(default_factory=list)
    asked: list[dict[str, object]] = field(default_factory=list)

    async def send_email(self, request: Request) -> JSONResponse:
        self.asked.append(json.loads(await request.body()))
        if self.refusals:
            status, code, message = self.refusals.pop(0)
            return JSONResponse({"message": message}, status, headers={"x-amzn-ErrorType": code})
        return JSONResponse({"MessageId": f"m{len(self.asked)}"})

    def message(self) -> EmailMessage:
        [asked] = self.asked
        raw = base64.b64decode(asked["Content"]["Raw"]["Data"])  # type: ignore[index]
        return email.message_from_bytes(raw, policy=default)  # type: ignore[return-value]


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ses]:
    server = Ses()
    route = Route("/v2/email/outbound-emails", server.send_email, methods=["POST"])
    with serving(Starlette(routes=[route])) as url:
        point_to(url, monkeypatch)
        yield server
    client.cache_clear()


def point_to(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", url)
    client.cache_clear()


@pytest.fixture
def waited() -> list[float]:
    return []


@pytest.fixture
def mailer(waited: list[float]) -> SesMailer:
    return SesMailer(
        sender="digest@courier.example", sender_name="The Couriér, daily", configuration_set="set", wait=waited.append
    )


def test_the_message_has_both_parts_and_the_headers_in_their_order(ses: Ses, mailer: SesMailer) -> None:
    mail = replace(composed(items(8)), subject="Größe zählt: the “bridge”")
    assert mailer.send(mail, EDITION) == "m1"
    message = ses.message()
    assert message["From"].addresses[0].display_name == "The Couriér, daily"
    assert message["From"].addresses[0].addr_spec == "digest@courier.example"
    assert (message["To"], message["Subject"]) == (mail.recipient.email, mail.subject)
    names = [name for name in message.keys() if name.startswith("List-")]  # noqa: SIM118 - a name may be there twice
    assert names == list(mail.headers)
    assert {name: message[name] for name in names} == mail.headers
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().splitlines() == mail.text.splitlines()  # type: ignore[attr-defined]
    assert html.get_content().splitlines() == mail.html.splitlines()  # type: ignore[attr-defined]


def test_a_long_link_is_on_one_line_of_its_own(mailer: SesMailer) -> None:
    mail = replace(composed(items(5)), headers={"List-Unsubscribe": LONG_LINK})
    assert f"List-Unsubscribe: {LONG_LINK}\r\n".encode() in mailer.mime(mail)


def test_tags_name_the_edition_and_never_the_reader(ses: Ses, mailer: SesMailer) -> None:
    mailer.send(composed(items(5)), EDITION)
    [asked] = ses.asked
    tags = {tag["Name"]: tag["Value"] for tag in asked["EmailTags"]}  # type: ignore[attr-defined]
    assert (tags["digest"], tags["edition"], asked["ConfigurationSetName"]) == ("morning", "2026-03-02", "set")
    assert tags["reader"].isalnum()
    assert tags["reader"] != "r1"


@pytest.mark.parametrize(
    ("status", "code", "means"),
    [
        (400, "MessageRejected", Refused),
        (400, "BadRequestException", Refused),
        (400, "AccountSuspendedException", SendingStopped),
        (400, "SendingPausedException", SendingStopped),
        (400, "LimitExceededException", SendingStopped),
        (400, "MailFromDomainNotVerifiedException", SendingStopped),
        (404, "NotFoundException", SendingStopped),
        (403, "AccessDeniedException", SendingStopped),
        (500, "InternalFailure", Unanswered),
        (503, "ServiceUnavailable", Unanswered),
    ],
)
def test_an_error_means_one_thing_and_is_never_tried_again(
    ses: Ses, mailer: SesMailer, waited: list[float], status: int, code: str, means: type[Exception]
) -> None:
    ses.refusals = [(status, code, "no")]
    with pytest.raises(means, match=code):
        mailer.send(composed(items(5)), EDITION)
    assert len(ses.asked) == 1
    assert waited == []


def test_a_mail_that_comes_too_fast_is_sent_a_little_later(ses: Ses, mailer: SesMailer, waited: list[float]) -> None:
    ses.refusals = [(429, "TooManyRequestsException", "Maximum sending rate exceeded.")] * 2
    assert mailer.send(composed(items(5)), EDITION) == "m3"
    assert len(waited) == 2
    assert all(WAITS[place] / 2 <= seconds <= WAITS[place] for place, seconds in enumerate(waited))


def test_sending_stops_when_mails_are_too_fast_for_good_and_when_the_day_s_quota_is_used(
    ses: Ses, mailer: SesMailer, waited: list[float]
) -> None:
    ses.refusals = [(429, "TooManyRequestsException", "Maximum sending rate exceeded.")] * (len(WAITS) + 1)
    with pytest.raises(SendingStopped, match="too fast"):
        mailer.send(composed(items(5)), EDITION)
    ses.refusals = [(429, "TooManyRequestsException", "Daily message quota exceeded.")]
    waited.clear()
    with pytest.raises(SendingStopped, match="Daily message quota"):
        mailer.send(composed(items(5)), EDITION)
    assert waited == []


def test_who_was_not_reached_took_nothing(mailer: SesMailer, monkeypatch: pytest.MonkeyPatch) -> None:
    point_to("http://127.0.0.1:9", monkeypatch)
    with pytest.raises(SendingStopped, match="not reached"):
        mailer.send(composed(items(5)), EDITION)
    client.cache_clear()


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "News\r\nBcc: eve@mail.example"},
        {"headers": {"List-Id": "a\nb"}},
        {"recipient": Recipient(reader_id="r1", email="anna@mail.example, eve@mail.example")},
        {"recipient": Recipient(reader_id="r1", email="anna\r\nBcc: eve@mail.example")},
    ],
)
def test_nothing_gets_into_a_header_that_does_not_belong_there(
    ses: Ses, mailer: SesMailer, wrong: dict[str, object]
) -> None:
    mail: Mail = replace(composed(items(5)), **wrong)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="not a valid message"):
        mailer.send(mail, EDITION)
    assert ses.asked == []
