"""What a watermark says: which model spoke, in whose installation, on which day; as bits with a checksum."""

import datetime as dt
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from voiceclone.errors import WatermarkError

WIDTHS = {"model": 4, "installation": 14, "day": 14}  # bits
PAYLOAD_BITS = sum(WIDTHS.values())
CHECK_BITS = 8
MESSAGE_BITS = PAYLOAD_BITS + CHECK_BITS
CHECK_POLYNOMIAL = 0x2F  # CRC-8 of AUTOSAR: no two messages of this length differ in fewer than four bits
FIRST_DAY = dt.date(2025, 1, 1)


@dataclass(frozen=True)
class Payload:
    """32 bits: `model` (0 to 15), `installation` (0 to 16,383), `day` since 2025-01-01 (0 to 16,383).

    Raises WatermarkError for a number out of its range.
    """

    model: int = 0
    installation: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        """Refuse what the bits cannot hold."""
        for field in fields(self):
            value, limit = getattr(self, field.name), 1 << WIDTHS[field.name]
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < limit:
                raise WatermarkError(f"the watermark's {field.name} is a whole number from 0 to {limit - 1}: {value!r}")

    @classmethod
    def on(cls, day: dt.date, *, model: int = 0, installation: int = 0) -> "Payload":
        """Return the payload of speech made on `day`. Raises WatermarkError before 2025 and after 2069."""
        return cls(model, installation, (day - FIRST_DAY).days)

    @property
    def date(self) -> dt.date:
        """The day on which the speech was made."""
        return FIRST_DAY + dt.timedelta(days=self.day)

    @property
    def identifier(self) -> str:
        """The bits as eight hexadecimal digits: what a provenance record names."""
        return f"{_number(self):08x}"


def to_message(payload: Payload) -> npt.NDArray[np.uint8]:
    """Return the payload's bits and their checksum, `(MESSAGE_BITS,)`, each 0 or 1."""
    number = _number(payload) << CHECK_BITS | _checksum(_number(payload))
    return np.array([number >> place & 1 for place in reversed(range(MESSAGE_BITS))], dtype=np.uint8)


def from_message(bits: npt.NDArray[np.uint8]) -> Payload | None:
    """Return the payload in `bits`, `(MESSAGE_BITS,)`, or None where the checksum does not fit."""
    number = 0
    for bit in bits:
        number = number << 1 | int(bit)
    number, check = number >> CHECK_BITS, number & ((1 << CHECK_BITS) - 1)
    if _checksum(number) != check:
        return None
    values = {}
    for name, width in reversed(WIDTHS.items()):
        values[name] = number & ((1 << width) - 1)
        number >>= width
    return Payload(**values)


def _number(payload: Payload) -> int:
    number = 0
    for name, width in WIDTHS.items():
        number = number << width | getattr(payload, name)
    return number


def _checksum(number: int) -> int:
    register = 0xFF
    for place in reversed(range(PAYLOAD_BITS)):
        carry = register >> (CHECK_BITS - 1) ^ number >> place & 1
        register = register << 1 & 0xFF ^ (CHECK_POLYNOMIAL if carry & 1 else 0)
    return register
