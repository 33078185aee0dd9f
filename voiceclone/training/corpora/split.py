"""Who is kept for evaluation: decided by a hash of the name, so that it is the same every time and everywhere."""

import hashlib
from collections.abc import Sequence

from voiceclone.training.corpora.rows import Row

DEV_SHARE = 0.05


def dev_rows(rows: Sequence[Row], corpus: str, share: float = DEV_SHARE) -> list[bool]:
    """Return for each row whether it belongs to the dev split: about `share` of the speakers with all they said.

    Where there is one speaker only, it is about `share` of the sentences, each with all of its recordings. Neither
    split is empty where there are two speakers, or two sentences.
    """
    alone = len({row.speaker for row in rows}) == 1
    names = [row.text or row.file if alone else row.speaker for row in rows]
    places = {name: _place(f"{corpus}/{name}") for name in set(names)}
    order = sorted(places, key=lambda name: (places[name], name))
    kept = {name for name in order if places[name] < share} or set(order[:1])
    if len(order) > 1:
        kept -= set(order[-1:])
    return [name in kept for name in names]


def _place(name: str) -> float:
    """A number from 0 to 1, evenly spread over names."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=6).digest(), "big") / 2**48
