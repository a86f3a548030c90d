"""Whom a mail goes to, until when, and under which subject."""

import re
from collections.abc import Iterator
from typing import Final

from newsrec.digest.checks.examined import Examined
from newsrec.rules.title_length import graphemes

# Amazon SES takes local parts in ASCII only, and domains as Punycode.
_ADDRESS: Final = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
_LINE_BREAK: Final = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")


def address(examined: Examined) -> Iterator[str]:
    if not _ADDRESS.fullmatch(examined.mail.recipient.email):
        yield "recipient.email: must be one address, in ASCII, with one @"


def deadline(examined: Examined) -> Iterator[str]:
    if examined.now > examined.edition.deadline:
        yield f"edition: its deadline was {examined.edition.deadline.isoformat(timespec='seconds')}"


def subject_and_preheader(examined: Examined) -> Iterator[str]:
    mail, digest = examined.mail, examined.digest
    for name, text, lengths in (
        ("subject", mail.subject, digest.subject),
        ("preheader", mail.preheader, digest.preheader),
    ):
        if not lengths.minimum <= graphemes(text) <= lengths.maximum or not text.strip():
            yield f"{name}: must have {lengths.minimum} to {lengths.maximum} characters, not {graphemes(text)}"
        if _LINE_BREAK.search(text):
            yield f"{name}: must be one line without control characters"
    if mail.subject.casefold() == mail.preheader.casefold():
        yield "preheader: must not repeat the subject"
