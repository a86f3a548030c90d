"""Secrets Manager."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newsrec.aws.clients import OutsideError, client, error_code
from newsrec.serving.signing import SecretVersion
from newsrec.unavailable import Unavailable

READ_EVERY = timedelta(minutes=2)


@dataclass(slots=True)
class KeptSecret:
    """A secret as it was read last, at most two minutes ago; while it can't be read, as it was before that."""

    name: str
    _versions: tuple[SecretVersion, ...] = field(default=(), init=False, repr=False)
    _read_at: datetime | None = field(default=None, init=False)

    def versions(self, now: datetime) -> tuple[SecretVersion, ...]:
        """The version in force and, if the secret was ever changed, the one before it.

        Raises `Unavailable` when it was never read.
        """
        if self._read_at is None or now - self._read_at >= READ_EVERY:
            try:
                self._versions = secret_versions(self.name)
            except Unavailable:
                if not self._versions:
                    raise
            self._read_at = now
        return self._versions


def secret_versions(name: str) -> tuple[SecretVersion, ...]:
    """The version in force and, if the secret was ever changed, the one before it. Raises `Unavailable`."""
    stages = (_version(name, "AWSCURRENT"), _version(name, "AWSPREVIOUS"))
    return tuple(version for version in stages if version)


def _version(name: str, stage: str) -> SecretVersion | None:
    secrets = client("secretsmanager", connect_seconds=0.5, read_seconds=0.5, attempts=2)
    try:
        answer = secrets.get_secret_value(SecretId=name, VersionStage=stage)
    except OutsideError as error:
        if stage == "AWSPREVIOUS" and error_code(error) == "ResourceNotFoundException":
            return None
        raise Unavailable(f"secret {name}: {error}") from error
    return SecretVersion(str(answer["SecretString"]), answer["CreatedDate"])
