"""Writes the document where the API reads it."""

from lambdas.api.openapi import DOCUMENT
from lambdas.api.openapi.document import written

DOCUMENT.write_text(written(), encoding="utf-8")
