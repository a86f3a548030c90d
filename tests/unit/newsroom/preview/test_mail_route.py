"""A reader's mail, as the preview server tells it."""

import pytest

from newsrec.digest.model import Finding, Mail, Recipient
from newsrec.unavailable import Unavailable
from newsroom.preview.newsroom import MailPreview
from tests.unit.newsroom.preview.conftest import Opens
from tests.unit.newsroom.preview.newsrooms import newsroom, problem

HEADERS = {"List-Unsubscribe": "<https://x.example/>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def mail_of(reader_id: str, name: str | None = "Åsa") -> MailPreview:
    mail = Mail(
        recipient=Recipient(reader_id=reader_id, email="asa@readers.example", name=name),
        subject=f"For {reader_id}",
        preheader="And more",
        html="<p>é</p>",
        text="é",
        article_ids=("a-1",),
        headers=HEADERS,
    )
    found = [Finding(code="E03", message="articles: must be at least 4, not 1")]
    return MailPreview.of(mail, found, from_="The Test Courier <morning@courier.example>")


def test_a_mail_is_told_as_it_would_be_sent_with_what_the_checks_found(client_of: Opens) -> None:
    response = client_of(newsroom(preview_mail=mail_of)).get("/newsroom/reader/r%2F1%3F/mail")
    assert response.json() == {
        "held_back": None,
        "mail": {
            "from": "The Test Courier <morning@courier.example>",
            "to": "Åsa <asa@readers.example>",
            "subject": "For r/1?",
            "preheader": "And more",
            "html": "<p>é</p>",
            "text": "é",
            "size_bytes": 9,
            "headers": [{"name": name, "value": value} for name, value in HEADERS.items()],
            "findings": [{"code": "E03", "message": "articles: must be at least 4, not 1", "hard": True}],
        },
    }
    assert response.headers["cache-control"] == "no-store"


def test_a_mail_to_a_reader_without_a_name_goes_to_the_bare_address() -> None:
    assert mail_of("r-1", name=None).to == "asa@readers.example"


def test_a_mail_that_would_not_be_sent_is_an_answer_with_the_reason(client_of: Opens) -> None:
    response = client_of(newsroom()).get("/newsroom/reader/r-1/mail")
    assert response.status_code == 200
    assert response.json() == {"mail": None, "held_back": "Only 2 articles are left."}


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [(Unavailable("DigestLedger: throttled"), 503, "DigestLedger"), (RuntimeError("secret"), 500, "failed")],
)
def test_a_failure_is_no_reason_to_hold_a_mail_back(error: Exception, status: int, told: str, client_of: Opens) -> None:
    def fails(_reader_id: str) -> MailPreview:
        raise error

    response = client_of(newsroom(preview_mail=fails)).get("/newsroom/reader/r-1/mail")
    detail = problem(response, status)["detail"]
    assert told in detail
    assert "secret" not in detail
