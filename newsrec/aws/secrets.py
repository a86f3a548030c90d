"""Secrets Manager."""

from newsrec.aws.clients import OutsideError, client
from newsrec.unavailable import Unavailable


def secret_text(name: str) -> str:
    """Raises `Unavailable`."""
    try:
        return str(client("secretsmanager").get_secret_value(SecretId=name)["SecretString"])
    except OutsideError as error:
        raise Unavailable(f"secret {name}: {error}") from error
