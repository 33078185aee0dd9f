"""Products with a nearly empty matrix, by numpy alone.

A library of linear algebra would wake threads for these, which then keep a core busy for a while, waiting for more, and
take it from the networks; and it would round a row differently among others.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_Array = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Sparse:
    """A matrix: the rows in which each column is not zero, and what stands there, `(most, columns)` both."""

    rows: npt.NDArray[np.intp]
    values: _Array

    @classmethod
    def of(cls, matrix: _Array) -> "Sparse":
        """Return the same matrix."""
        most = int((matrix != 0).sum(axis=0).max())
        rows = np.argsort(matrix == 0, axis=0, kind="stable")[:most]
        return cls(rows, np.take_along_axis(matrix, rows, axis=0))

    def times(self, left: _Array) -> _Array:
        """Return `left @ matrix`, for `left` `(frames, rows)`: `(frames, columns)`."""
        total: _Array = np.take(left, self.rows[0], axis=1) * self.values[0]
        for rows, values in zip(self.rows[1:], self.values[1:], strict=True):
            total += np.take(left, rows, axis=1) * values
        return total
