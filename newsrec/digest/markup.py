"""A mail's HTML taken apart, as a mail client would, to be checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

_NOT_SHOWN = frozenset({"style", "script", "title"})

Attributes = dict[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """The elements in the order of the document, each with its attributes, and the text that is read."""

    elements: tuple[tuple[str, Attributes], ...]
    text: str

    def named(self, tag: str) -> Iterator[Attributes]:
        return (attributes for name, attributes in self.elements if name == tag)

    @property
    def links(self) -> tuple[str, ...]:
        return tuple(attributes.get("href") or "" for attributes in self.named("a"))


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, Attributes]] = []
        self.texts: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in _NOT_SHOWN:
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and self._hidden[-1] == tag:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)


def read_markup(html: str) -> Markup:
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return Markup(elements=tuple(parser.elements), text=" ".join(parser.texts))
