"""What readers say they want to read, beside what they show by reading."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """A reader's own settings; each tuple holds names as articles carry them.

    `languages` are BCP 47 tags, the best liked first; `home_region` is a place as articles name it. A reader who
    does not want to be profiled has `personalised` false, whatever their credential says.
    """

    follows_topics: tuple[str, ...] = ()
    follows_companies: tuple[str, ...] = ()
    muted_topics: tuple[str, ...] = ()
    muted_authors: tuple[str, ...] = ()
    muted_sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    home_region: str | None = None
    personalised: bool = True


NO_PREFERENCES = Preferences()
