"""The website's key set where the API reads it: a public file, as on a website's own domain."""

from newsrec.aws.clients import client
from newsroom.preview.tokens import WebsiteKey

BUCKET = "website"
FILE = ".well-known/jwks.json"


def key_set_url(aws_url: str) -> str:
    return f"{aws_url}/{BUCKET}/{FILE}"


def publish_key_set(key: WebsiteKey) -> None:
    """Puts the public half of `key` at `key_set_url`."""
    storage = client("s3")
    storage.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": storage.meta.region_name})
    storage.put_object(Bucket=BUCKET, Key=FILE, Body=key.key_set.encode(), ContentType="application/jwk-set+json")
