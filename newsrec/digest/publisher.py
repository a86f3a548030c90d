"""Whose mail it is."""

from dataclasses import dataclass
from typing import Annotated, NamedTuple
from urllib.parse import urlsplit

from newsrec.rules.decoding import Length


class _SiteUrl(NamedTuple):
    """A constraint: an absolute https address."""

    def complaint(self, value: str) -> str | None:
        return None if secure_host(value) else "must be an absolute https address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """The newspaper as its mails name it; they link to `site_url`'s host and to `link_hosts`, nowhere else.

    `postal_address` may have several lines. `newsrec.rules.decoding.decode` reads and checks one from JSON.
    """

    name: Annotated[str, Length(1, 80)]
    postal_address: Annotated[str, Length(1, 300)]
    site_url: Annotated[str, _SiteUrl()]
    link_hosts: tuple[str, ...] = ()

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset({secure_host(self.site_url) or "", *(host.lower() for host in self.link_hosts)})


def secure_host(url: str) -> str | None:
    """The host of an absolute https address, in lower case; None for everything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    written_well = url.isprintable() and " " not in url and "\\" not in url and "@" not in parts.netloc
    return parts.hostname if written_well and parts.scheme == "https" else None
