"""Reads a desk's frames from their plain notation.

    # sub-topic; value=3; life=long; in=software,telecoms; event=the {bill}
    - a title
    + , a clause that may end the title above it
    > an abstract
      that goes on in an indented line
    bill: Tenancy Bill | Clean Rivers Bill
    margin: 2..48            (or 100..900/50: in steps of 50)

Abstracts fit the titles just above them; titles after an abstract begin another telling. Facts above the first `#`
belong to the whole desk. The sub-topic `+` holds the tellings of later articles on an event.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from newsroom.sample.frames import Desk, Frame, Telling, Title

_TELLING: Final = ("- ", "+ ", "> ")


def desk(topic: str, share: float, notation: str) -> Desk:
    """The desk whose frames the notation holds."""
    head, *blocks = ("\n" + notation.replace("\n  ", " ").strip()).split("\n# ")
    frames = [_frame(block) for block in blocks]
    return Desk(
        topic,
        share,
        frames=tuple(frame for frame in frames if frame.subtopic != "+"),
        follow_ups=tuple(telling for frame in frames if frame.subtopic == "+" for telling in frame.tellings),
        slots=_slots(head.splitlines()),
    )


def _frame(block: str) -> Frame:
    header, *lines = block.splitlines()
    subtopic, *settings = (part.strip() for part in header.split(";"))
    given = dict(setting.split("=", 1) for setting in settings)
    return Frame(
        subtopic,
        tellings=_tellings([line for line in lines if line.startswith(_TELLING)]),
        slots=_slots([line for line in lines if not line.startswith(_TELLING)]),
        event=given.get("event"),
        industries=tuple(given["in"].split(",")) if "in" in given else (),
        lifetime=given.get("life", "standard"),
        news_value=int(given.get("value", "2")),
    )


def _tellings(lines: list[str]) -> tuple[Telling, ...]:
    runs = [list(run) for _, run in groupby(lines, key=lambda line: line.startswith("> "))]
    return tuple(
        Telling(tuple(_titles(head)), tuple(line[2:] for line in abstracts))
        for head, abstracts in zip(runs[::2], runs[1::2], strict=True)
    )


def _titles(lines: list[str]) -> Iterator[Title]:
    main = ""
    for line in lines:
        if line.startswith("- "):
            main = line[2:]
            yield Title(main)
        else:
            yield Title(main, line[2:])


def _slots(lines: list[str]) -> dict[str, Sequence[object]]:
    pairs = (line.split(": ", 1) for line in lines if line.strip())
    return {name: _values(text) for name, text in pairs}


def _values(text: str) -> Sequence[object]:
    if ".." in text:
        first, rest = text.split("..")
        last, _, step = rest.partition("/")
        return range(int(first), int(last) + 1, int(step or 1))
    return tuple(value.strip() for value in text.split(" | "))
