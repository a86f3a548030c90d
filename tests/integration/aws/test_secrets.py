from datetime import UTC, datetime, timedelta

import boto3
import pytest

from newsrec.aws.secrets import READ_EVERY, KeptSecret
from newsrec.serving.signing import SECRET_SETTLES, sign, signing_key, unsign
from newsrec.unavailable import Unavailable

NAME = "signing"


@pytest.fixture
def secret(aws: None) -> None:
    boto3.client("secretsmanager").create_secret(Name=NAME, SecretString="one")


def changed_to(value: str) -> None:
    boto3.client("secretsmanager").put_secret_value(SecretId=NAME, SecretString=value)


def secrets_of(kept: KeptSecret, now: datetime) -> list[str]:
    return [version.secret for version in kept.versions(now)]


@pytest.mark.usefixtures("secret")
def test_a_change_is_noticed_within_two_minutes_and_the_value_before_it_kept() -> None:
    kept, now = KeptSecret(NAME), datetime.now(UTC)
    assert secrets_of(kept, now) == ["one"]
    changed_to("two")
    assert secrets_of(kept, now + READ_EVERY - timedelta(seconds=1)) == ["one"]
    assert secrets_of(kept, now + READ_EVERY) == ["two", "one"]


@pytest.mark.usefixtures("secret")
def test_what_was_signed_before_a_change_is_good_after_it_and_again_the_other_way() -> None:
    unaware = KeptSecret(NAME)
    now = datetime.now(UTC)
    before = sign("x", purpose="p", key=signing_key(unaware.versions(now), now))
    changed_to("two")
    later = datetime.now(UTC) + SECRET_SETTLES
    key = signing_key(KeptSecret(NAME).versions(later), later)
    assert unsign(before, purpose="p", key=key) == "x"
    assert key.secret == "two"


@pytest.mark.usefixtures("secret")
def test_the_last_value_holds_while_the_secret_can_t_be_read() -> None:
    kept, now = KeptSecret(NAME), datetime.now(UTC)
    kept.versions(now)
    boto3.client("secretsmanager").delete_secret(SecretId=NAME, ForceDeleteWithoutRecovery=True)
    assert secrets_of(kept, now + 2 * READ_EVERY) == ["one"]


@pytest.mark.usefixtures("aws")
def test_a_secret_that_was_never_read_is_an_outage() -> None:
    with pytest.raises(Unavailable, match="secret signing"):
        KeptSecret(NAME).versions(datetime.now(UTC))
