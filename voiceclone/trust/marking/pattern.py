"""The keyed pattern: which tile carries which code symbol, with which sign, and which tiles only mark the time.

Every four slots hold each code symbol once, and in the tiles that are left the synchronisation, in an order and
with signs that are drawn from the key by SHAKE-256.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from voiceclone.errors import WatermarkError
from voiceclone.trust.marking.code import CODE_SYMBOLS
from voiceclone.trust.marking.layout import BANDS, PERIOD

GROUP = 4  # slots
SHORTEST_KEY = 16  # bytes

PUBLIC_KEY = b"voiceclone public watermark key 1"
"""The key that ships with the package.

It stands in the source. Whoever has it can find the mark, read it, and with some effort remove it or put it on speech
that this package did not make. A mark under it says "look closer", and proves nothing. Who needs more marks with a key
of their own, which only they know.
"""


@dataclass(frozen=True, eq=False)
class Pattern:
    """One period of tiles: `symbol`, the code symbol's index or -1 for synchronisation; `sign`, +1 or -1.

    Both have the shape `(PERIOD, BANDS)`.
    """

    symbol: npt.NDArray[np.intp]
    sign: npt.NDArray[np.float32]

    @property
    def synchronisation(self) -> npt.NDArray[np.float32]:
        """The signs of the tiles that mark the time, and 0 elsewhere, `(PERIOD, BANDS)`."""
        return np.where(self.symbol < 0, self.sign, np.float32(0.0))

    def chips(self, code: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return for each tile +1 (louder) or -1 (softer), `(PERIOD, BANDS)`, for code symbols `(CODE_SYMBOLS,)`."""
        chips: npt.NDArray[np.float32] = self.sign * np.append(code, np.float32(1.0))[self.symbol]
        return chips


@lru_cache(maxsize=8)
def pattern_of(key: bytes) -> Pattern:
    """Return the pattern that `key`, 16 bytes or more, draws. Raises WatermarkError for a shorter one."""
    if not isinstance(key, bytes) or len(key) < SHORTEST_KEY:
        raise WatermarkError(f"a watermark key is at least {SHORTEST_KEY} bytes; make one with secrets.token_bytes(32)")
    tiles = PERIOD * BANDS
    stream = np.frombuffer(hashlib.shake_256(b"voiceclone mark 1 " + key).digest(9 * tiles), dtype=np.uint8)
    sign = 1.0 - 2.0 * (stream[:tiles] & 1).astype(np.float32)
    draw = np.frombuffer(stream[tiles:].tobytes(), dtype="<u8").reshape(-1, GROUP * BANDS)  # (groups, tiles of one)
    place = draw.argsort(axis=1, kind="stable")  # a permutation for each group
    symbol = np.where(place < CODE_SYMBOLS, place, -1)
    return Pattern(symbol.reshape(PERIOD, BANDS), sign.reshape(PERIOD, BANDS))
