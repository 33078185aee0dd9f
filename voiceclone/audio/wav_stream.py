"""A WAV file that is written while its sound is being made."""

import struct
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_WIDTH = 2  # bytes of a sample
_PCM, _MONO = 1, 1
_UNKNOWN = 0xFFFFFFFF  # bytes, as much as a header can say: readers then go on to the end


class WavStream:
    """Writes mono sound, 16 bit, into an open binary file, piece by piece.

    With `growing`, for a file in which one can go back, the header says after every piece what is there, so that the
    file is whole at any moment; without, for a pipe, that the length is unknown. Raises OSError as the file does.
    """

    def __init__(self, file: BinaryIO, sample_rate: int, *, growing: bool) -> None:
        """Begin with the header; `sample_rate` in Hz."""
        self._file = file
        self._sample_rate = sample_rate
        self._growing = growing
        self.samples = 0
        file.write(self._header())
        file.flush()

    def write(self, samples: NDArray[np.float32]) -> None:
        """Add `(samples,)` in [-1, 1]."""
        self._file.write(np.rint(samples.clip(-1.0, 1.0) * 32_767).astype("<i2").tobytes())
        self.samples += len(samples)
        self._file.flush()  # the sound first: the header never promises more than is there
        if self._growing:
            self.settle()

    def settle(self) -> None:
        """Make a file in which one can go back just what was added, even where that was interrupted half-way."""
        self._file.seek(0)
        self._file.write(self._header())
        self._file.truncate(self._file.seek(_HEADER.size + self.samples * _WIDTH))
        self._file.flush()

    def _header(self) -> bytes:
        size = min(self.samples * _WIDTH, _UNKNOWN - 36) if self._growing else _UNKNOWN
        rate = self._sample_rate
        return _HEADER.pack(
            b"RIFF", min(size + 36, _UNKNOWN), b"WAVE", b"fmt ", 16, _PCM, _MONO, rate, rate * _WIDTH, _WIDTH,
            8 * _WIDTH, b"data", size,
        )  # fmt: skip
