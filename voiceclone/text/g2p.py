"""Letters to sound: the network that pronounces words which the lexicon does not know.

Every letter says a chunk of no, one or two phones. A bidirectional LSTM reads the whole word; a second LSTM goes
through the letters again and names the chunk of each, knowing what it said before: the aligned encoder-decoder of
Yao and Zweig, "Sequence-to-sequence neural net models for grapheme-to-phoneme conversion" (2015), section 3.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn

from voiceclone.errors import WeightsError
from voiceclone.text.symbols import PRIMARY, SYMBOL_IDS

Pronunciation = tuple[str, ...]
State = tuple[Tensor, Tensor]


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


class GraphemeToPhoneme(nn.Module):
    """Predicts the chunk of phones of each letter from the whole word and the chunks before it."""

    def __init__(self, config: G2pConfig) -> None:
        super().__init__()
        self.config = config
        self.letters = nn.Embedding(len(config.letters) + 1, config.letter_size)
        self.encoder = nn.LSTM(
            config.letter_size, config.hidden, config.layers,
            batch_first=True, bidirectional=True, dropout=config.dropout if config.layers > 1 else 0.0,
        )  # fmt: skip
        self.chunks = nn.Embedding(len(config.chunks) + 1, config.chunk_size)  # the last one stands before the word
        self.decoder = nn.LSTM(2 * config.hidden + config.chunk_size, config.hidden, batch_first=True)
        self.dropout = nn.Dropout(config.dropout)
        self.output = nn.Linear(config.hidden, len(config.chunks))

    def encode(self, letters: Tensor) -> Tensor:
        """Return what each letter is in its word: (batch, letters) → (batch, letters, 2 × hidden)."""
        encoded, _ = self.encoder(self.dropout(self.letters(letters)))
        dropped: Tensor = self.dropout(encoded)
        return dropped

    def decode(self, encoded: Tensor, previous: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """Return the logits of the chunk of each letter, given the chunk before it, and the state reached."""
        steps = torch.cat([encoded, self.dropout(self.chunks(previous))], dim=-1)
        decoded, state = self.decoder(steps, state)
        return self.output(self.dropout(decoded)), state  # (batch, letters, chunks)

    def forward(self, letters: Tensor, previous: Tensor) -> Tensor:
        """Return logits (batch, letters, chunks) for letters and previous chunks, both (batch, letters) of numbers."""
        logits, _ = self.decode(self.encode(letters), previous)
        return logits

    def letter_ids(self, word: str) -> list[int]:
        """Return the numbers of the letters; one number stands for every letter that the network does not know."""
        unknown = len(self.config.letters)
        return [unknown if (index := self.config.letters.find(letter)) < 0 else index for letter in word]

    @torch.inference_mode()
    def pronounce(self, word: str, beam: int = 5) -> Pronunciation:
        """Return the phones of a lower-case word: the best of the beam, before all one with one primary stress."""
        if not word:
            return ()
        encoded = self.encode(torch.tensor([self.letter_ids(word)]))  # (1, letters, 2 × hidden)
        previous = torch.tensor([[len(self.config.chunks)]])  # (beam, 1)
        scores = torch.zeros(1)
        state: State | None = None
        paths: list[list[int]] = [[]]
        for step in range(len(word)):
            logits, state = self.decode(encoded[:, step : step + 1].expand(len(paths), -1, -1), previous, state)
            extended = scores[:, None] + logits[:, 0].log_softmax(-1)  # (beam, chunks)
            scores, flat = extended.flatten().topk(min(beam, extended.numel()))
            origin, chunk = flat // extended.shape[1], flat % extended.shape[1]
            state = (state[0][:, origin], state[1][:, origin])
            paths = [[*paths[i], c] for i, c in zip(origin.tolist(), chunk.tolist(), strict=True)]
            previous = chunk[:, None]
        return _preferred([self._phones(path) for path in paths])

    def _phones(self, path: Sequence[int]) -> Pronunciation:
        return tuple(phone for chunk in path for phone in self.config.chunks[chunk].split())


def _preferred(best_first: Sequence[Pronunciation]) -> Pronunciation:
    """Return the first pronunciation with exactly one primary stress, or simply the first."""
    for phones in best_first:
        if sum(phone.startswith(PRIMARY) for phone in phones) == 1:
            return phones
    return best_first[0]


def load_g2p(path: Path) -> GraphemeToPhoneme:
    """Return the network of a weights file, in float32, ready to pronounce. Raises WeightsError if it is none."""
    try:
        with safe_open(path, framework="pt") as file:
            header = json.loads((file.metadata() or {})["config"])
            tensors = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118 (not a mapping)
        config = G2pConfig(**{**header, "chunks": tuple(header["chunks"])})
        with torch.device("meta"):  # nothing is initialised only to be replaced, and no random number is drawn
            network = GraphemeToPhoneme(config)
        network.load_state_dict(tensors, assign=True)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise WeightsError(
            f"{path} holds no usable letter-to-sound network: reinstall the package ({error})"
        ) from error
    strange = {phone for chunk in config.chunks for phone in chunk.split()} - SYMBOL_IDS.keys()
    if strange:
        raise WeightsError(f"{path} was made for other phoneme symbols: {sorted(strange)} are unknown to this version")
    return network.eval().requires_grad_(False)


def g2p_header(config: G2pConfig) -> dict[str, str]:
    """Return the header metadata that a weights file of this network carries."""
    return {"network": GraphemeToPhoneme.__name__, "config": json.dumps(asdict(config), ensure_ascii=False)}
