from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from newsrec.aws.dynamodb import from_item

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12)
SCALARS = st.none() | st.booleans() | st.text() | NUMBERS | st.binary() | st.sets(st.text(min_size=1), min_size=1)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(min_size=1), inner))


@given(st.dictionaries(st.text(min_size=1), VALUES))
def test_an_item_reads_as_boto3_reads_it(values: dict[str, Any]) -> None:
    item = {name: TypeSerializer().serialize(value) for name, value in values.items()}
    assert from_item(item) == {name: TypeDeserializer().deserialize(value) for name, value in item.items()}
