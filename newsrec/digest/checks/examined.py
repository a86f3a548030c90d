"""A mail with all that it is checked against."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from newsrec.digest.definition import Digest
from newsrec.digest.markup import Markup
from newsrec.digest.model import DigestItem, Edition, Mail
from newsrec.digest.publisher import Publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """`shown` are the items of the mail's article ids, in their order; an id without an item is not among them."""

    mail: Mail
    shown: tuple[DigestItem, ...]
    digest: Digest
    edition: Edition
    publisher: Publisher
    now: datetime
    markup: Markup

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """What is read of the mail, each part with its name."""
        return (("HTML", self.markup.text), ("text", self.mail.text))

    @property
    def given(self) -> frozenset[str]:
        """Every text that the mail was made from and that somebody else wrote."""
        sources = [*map(asdict, self.shown), asdict(self.mail.recipient), asdict(self.publisher)]
        return frozenset(text for source in sources for text in _texts(source))


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for entry in value.values():  # type: ignore[reportUnknownVariableType]
                yield from _texts(entry)  # type: ignore[reportUnknownArgumentType]
        case list() | tuple():
            for entry in value:  # type: ignore[reportUnknownVariableType]
                yield from _texts(entry)  # type: ignore[reportUnknownArgumentType]
        case _:
            return


def squeezed(text: str) -> str:
    """Without any white space, so that it does not matter where lines were broken."""
    return "".join(text.split())
