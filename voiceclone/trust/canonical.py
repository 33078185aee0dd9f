"""JSON with exactly one spelling, so that what is signed can be signed and compared byte for byte."""

import json
from typing import Any


def canonical(record: Any) -> str:
    r"""Return `record` as JSON in ASCII with sorted keys and no spaces. Raises ValueError for NaN and infinity.

    >>> canonical({"b": 1, "a": "é"})
    '{"a":"\\u00e9","b":1}'
    """
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def parse_canonical(text: str | bytes) -> Any:
    """Return the record that `canonical` wrote as `text`; raise ValueError for any other text, even an equal record."""
    try:
        written = text.decode("ascii") if isinstance(text, bytes) else text
        record = json.loads(written)
        same = canonical(record) == written
    except (RecursionError, TypeError) as error:
        raise ValueError("is no JSON of ours") from error
    if not same:
        raise ValueError("was changed after it was written")
    return record
