"""The API's OpenAPI 3.1 document: `python -m lambdas.api.openapi` writes it, and the API hands it out."""

from pathlib import Path
from typing import Final

DOCUMENT: Final = Path(__file__).parent.with_name("openapi.json")
