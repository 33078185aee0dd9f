"""Letters to sound: the network that pronounces words which the lexicon does not know.

Every letter says a chunk of no, one or two phones. A bidirectional LSTM reads the whole word; a second LSTM goes
through the letters again and names the chunk of each, knowing what it said before: the aligned encoder-decoder of
Yao and Zweig, "Sequence-to-sequence neural net models for grapheme-to-phoneme conversion" (2015), section 3.

A word is so short that numpy reads it as fast as torch does, and a text needs no torch then. The same network for
training is `training.g2p`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from voiceclone.errors import WeightsError
from voiceclone.text.symbols import PRIMARY, SYMBOL_IDS

Pronunciation = tuple[str, ...]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class G2pConfig:
    """The letters that the network reads, the chunks of phones (joined by spaces) that it writes, and its sizes."""

    letters: str
    chunks: tuple[str, ...]
    letter_size: int = 96
    chunk_size: int = 64
    hidden: int = 176
    layers: int = 2
    dropout: float = 0.15

    def letter_ids(self, word: str) -> list[int]:
        """Return the numbers of the letters; one number stands for every letter that the network does not know."""
        unknown = len(self.letters)
        return [unknown if (index := self.letters.find(letter)) < 0 else index for letter in word]


class GraphemeToPhoneme:
    """Predicts the chunk of phones of each letter from the whole word and the chunks before it."""

    def __init__(self, config: G2pConfig, weights: Mapping[str, Floats]) -> None:
        """Take the `weights` of `training.g2p.G2pNetwork` by their names. Raises ValueError where they do not fit."""
        self.config = config
        self.weights = {name: np.asarray(array, dtype=np.float32) for name, array in weights.items()}
        wanted = shapes(config)
        if {name: array.shape for name, array in self.weights.items()} != wanted:
            raise ValueError("its tensors do not fit its configuration")

    def pronounce(self, word: str, beam: int = 5) -> Pronunciation:
        """Return the phones of a lower-case word: the best of the beam, before all one with one primary stress."""
        if not word:
            return ()
        encoded = self.encode(word)  # (letters, 2 * hidden)
        previous = np.array([len(self.config.chunks)])  # (beam,): the last chunk stands before the word
        scores = np.zeros(1, dtype=np.float32)
        state = (np.zeros((1, self.config.hidden), np.float32), np.zeros((1, self.config.hidden), np.float32))
        paths: list[list[int]] = [[]]
        for letter in encoded:
            logits, state = self.decode(np.tile(letter, (len(paths), 1)), previous, state)
            extended = (scores[:, None] + _log_softmax(logits)).ravel()  # (beam * chunks,)
            best = np.argsort(-extended, kind="stable")[:beam]
            scores, origin, previous = extended[best], best // logits.shape[1], best % logits.shape[1]
            state = (state[0][origin], state[1][origin])
            paths = [[*paths[i], int(chunk)] for i, chunk in zip(origin, previous, strict=True)]
        return _preferred([self._phones(path) for path in paths])

    def encode(self, word: str) -> Floats:
        """Return what each letter is in its word, `(letters, 2 * hidden)`."""
        steps = self.weights["letters.weight"][self.config.letter_ids(word)]
        for layer in range(self.config.layers):
            forth = self._read(steps, f"l{layer}")
            back = self._read(steps[::-1], f"l{layer}_reverse")[::-1]
            steps = np.concatenate([forth, back], axis=1)
        return steps

    def decode(
        self, encoded: Floats, previous: NDArray[np.intp], state: tuple[Floats, Floats]
    ) -> tuple[Floats, tuple[Floats, Floats]]:
        """Return the logits of a letter's chunk `(beam, chunks)` after the `previous` ones, and the state reached."""
        weights = self.weights
        step = np.concatenate([encoded, weights["chunks.weight"][previous]], axis=1)
        gates = step @ weights["decoder.weight_ih_l0"].T + weights["decoder.bias_ih_l0"]
        state = _step(gates, state, weights["decoder.weight_hh_l0"], weights["decoder.bias_hh_l0"])
        return state[0] @ weights["output.weight"].T + weights["output.bias"], state

    def _read(self, steps: Floats, suffix: str) -> Floats:
        """One direction of one layer of the encoder, `(letters, hidden)`."""
        weights = self.weights
        gates = steps @ weights[f"encoder.weight_ih_{suffix}"].T + weights[f"encoder.bias_ih_{suffix}"]
        state = (np.zeros(self.config.hidden, np.float32), np.zeros(self.config.hidden, np.float32))
        said = []
        for gate in gates:
            state = _step(gate, state, weights[f"encoder.weight_hh_{suffix}"], weights[f"encoder.bias_hh_{suffix}"])
            said.append(state[0])
        return np.stack(said)

    def _phones(self, path: Sequence[int]) -> Pronunciation:
        return tuple(phone for chunk in path for phone in self.config.chunks[chunk].split())


def shapes(config: G2pConfig) -> dict[str, tuple[int, ...]]:
    """Return the shape of each tensor of the network, by its name in torch."""
    hidden, chunks, gates = config.hidden, len(config.chunks), 4 * config.hidden
    found: dict[str, tuple[int, ...]] = {
        "letters.weight": (len(config.letters) + 1, config.letter_size),
        "chunks.weight": (chunks + 1, config.chunk_size),
        "output.weight": (chunks, hidden),
        "output.bias": (chunks,),
    }
    lstms: dict[str, tuple[tuple[str, ...], tuple[int, ...]]] = {}
    lstms["decoder"] = ("l0",), (2 * hidden + config.chunk_size,)
    suffixes = tuple(f"l{layer}{way}" for layer in range(config.layers) for way in ("", "_reverse"))
    inputs = tuple(2 * hidden if place > 1 else config.letter_size for place in range(len(suffixes)))
    lstms["encoder"] = suffixes, inputs
    for name, (parts, widths) in lstms.items():
        for part, width in zip(parts, widths, strict=True):
            found[f"{name}.weight_ih_{part}"] = (gates, width)
            found[f"{name}.weight_hh_{part}"] = (gates, hidden)
            found[f"{name}.bias_ih_{part}"] = found[f"{name}.bias_hh_{part}"] = (gates,)
    return found


def _step(gates: Floats, state: tuple[Floats, Floats], recurrent: Floats, bias: Floats) -> tuple[Floats, Floats]:
    """The output and the memory after a step of an LSTM, whose gates lie in torch's order."""
    output, memory = state
    taken, kept, new, given = np.split(gates + output @ recurrent.T + bias, 4, axis=-1)
    memory = _sigmoid(kept) * memory + _sigmoid(taken) * np.tanh(new)
    return _sigmoid(given) * np.tanh(memory), memory


def _sigmoid(values: Floats) -> Floats:
    return np.asarray(0.5 * (np.tanh(0.5 * values) + 1.0), dtype=np.float32)


def _log_softmax(logits: Floats) -> Floats:
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), dtype=np.float32)


def _preferred(best_first: Sequence[Pronunciation]) -> Pronunciation:
    """Return the first pronunciation with exactly one primary stress, or simply the first."""
    for phones in best_first:
        if sum(phone.startswith(PRIMARY) for phone in phones) == 1:
            return phones
    return best_first[0]


def load_g2p(path: Path) -> GraphemeToPhoneme:
    """Return the network of a weights file, ready to pronounce. Raises WeightsError if it is none."""
    try:
        with safe_open(path, framework="np") as file:
            header = json.loads((file.metadata() or {})["config"])
            weights = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a mapping)
        config = G2pConfig(**{**header, "chunks": tuple(header["chunks"])})
        network = GraphemeToPhoneme(config, weights)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise WeightsError(
            f"{path} holds no usable letter-to-sound network: reinstall the package ({error})"
        ) from error
    strange = {phone for chunk in config.chunks for phone in chunk.split()} - SYMBOL_IDS.keys()
    if strange:
        raise WeightsError(f"{path} was made for other phoneme symbols: {sorted(strange)} are unknown to this version")
    return network


def g2p_header(config: G2pConfig) -> dict[str, str]:
    """Return the header metadata that a weights file of this network carries."""
    return {"network": GraphemeToPhoneme.__name__, "config": json.dumps(asdict(config), ensure_ascii=False)}
