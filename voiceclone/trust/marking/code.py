"""The error-correcting code: a tail-biting convolutional code of rate 1/4 with 256 states.

Generators from K. J. Larsen, "Short convolutional codes with maximal free distance for rates 1/2, 1/3, and 1/4", IEEE
Trans. Inf. Theory 19 (3), 1973 (free distance 24). Decoding is the wrap-around Viterbi algorithm (R. Shao, S. Lin,
M. Fossorier, IEEE Trans. Commun. 51 (10), 2003).
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from voiceclone.trust.marking.payload import MESSAGE_BITS

GENERATORS = (0o463, 0o535, 0o733, 0o745)
MEMORY = 8
STATES = 1 << MEMORY
CODE_SYMBOLS = MESSAGE_BITS * len(GENERATORS)
LAPS = 3  # times that the decoder goes round the message


def encode(message: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Return the code symbols of the bits `(MESSAGE_BITS,)`: +1 or -1, `(CODE_SYMBOLS,)`."""
    recent = (np.arange(MESSAGE_BITS)[:, None] - np.arange(MEMORY, -1, -1)) % MESSAGE_BITS  # bites its own tail
    registers = message[recent].astype(np.intp) @ (1 << np.arange(MEMORY + 1))  # the newest bit is the highest
    _, outputs = _trellis()
    symbols: npt.NDArray[np.float32] = outputs[registers >> 1, registers & 1].reshape(-1)
    return symbols


def decode(evidence: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Return the most likely bits, `(batch, MESSAGE_BITS)`.

    `evidence`: for each code symbol the log-likelihood ratio of +1 against -1, or a multiple, `(batch, CODE_SYMBOLS)`.
    """
    before, outputs = _trellis()
    batch = len(evidence)
    steps = evidence.reshape(batch, MESSAGE_BITS, len(GENERATORS)) @ outputs.reshape(-1, len(GENERATORS)).T
    gains = np.ascontiguousarray(steps.reshape(batch, MESSAGE_BITS, STATES, 2).transpose(1, 3, 0, 2))
    score = np.zeros((batch, STATES), dtype=np.float32)
    choices = np.empty((LAPS * MESSAGE_BITS, batch, STATES), dtype=np.uint8)
    for step in range(LAPS * MESSAGE_BITS):
        one = score[:, before[:, 0]] + gains[step % MESSAGE_BITS, 0]  # (batch, STATES)
        other = score[:, before[:, 1]] + gains[step % MESSAGE_BITS, 1]
        choices[step] = other > one
        score = np.maximum(one, other)
    return _traced(choices, score.argmax(axis=1), before)


def _traced(
    choices: npt.NDArray[np.uint8], state: npt.NDArray[np.intp], before: npt.NDArray[np.intp]
) -> npt.NDArray[np.uint8]:
    """Follow the choices back from the last state; the lap before the last one is what has settled."""
    everyone = np.arange(choices.shape[1])
    bits = np.empty((choices.shape[1], LAPS * MESSAGE_BITS), dtype=np.uint8)
    for step in reversed(range(LAPS * MESSAGE_BITS)):
        bits[:, step] = state >> (MEMORY - 1)
        state = before[state, choices[step, everyone, state]]
    return bits[:, (LAPS - 2) * MESSAGE_BITS : (LAPS - 1) * MESSAGE_BITS]


@lru_cache(maxsize=1)
def _trellis() -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """Return each state's two predecessors `(STATES, 2)`, and what is sent on the way, `(STATES, 2, symbols)`."""
    states = np.arange(STATES)[:, None]
    register = states << 1 | np.arange(2)  # (STATES, 2): the new state and the bit that fell out of it
    before = register & (STATES - 1)
    outputs = [[[_sign(int(cell) & generator) for generator in GENERATORS] for cell in row] for row in register]
    return before, np.array(outputs, dtype=np.float32)


def _sign(bits: int) -> float:
    return 1.0 - 2.0 * (bits.bit_count() & 1)
