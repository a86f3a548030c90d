"""The public keys of readers' tokens, from where the website publishes them (JWKS, RFC 7517)."""

import time
from typing import Any

import jwt


class KeySet(jwt.PyJWKClient):
    """The key set at `url`, read again when it is `lives` old, and for a key that is not in it.

    It is read at most once in `pause` for unknown keys, however many tokens name one, and holds on when the URL does
    not answer in `patience` or answers something else. All are seconds.
    """

    def __init__(self, url: str, *, lives: float = 300, pause: float = 10, patience: float = 2) -> None:
        super().__init__(url, lifespan=lives, cooldown_duration=pause, timeout=patience)
        self._last_good: dict[str, Any] | None = None
        self._failed_at: float | None = None

    def fetch_data(self) -> dict[str, Any]:
        """The key set as it is published, or as it was last. Raises `jwt.PyJWKClientConnectionError`."""
        if self._last_good is None and self._pausing():
            raise jwt.PyJWKClientConnectionError("the key set could not be read a moment ago")
        try:
            published: dict[str, Any] = super().fetch_data()
        except (jwt.PyJWTError, ValueError, OSError) as error:
            self._failed_at = time.monotonic()
            if self._last_good is None:
                raise jwt.PyJWKClientConnectionError(f"the key set can't be read: {error}") from error
            return self._last_good
        self._last_good = published
        return published

    def _pausing(self) -> bool:
        return self._failed_at is not None and time.monotonic() - self._failed_at < self.cooldown_duration
