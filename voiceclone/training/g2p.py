"""The letter-to-sound network as it learns: the one that `text.g2p` pronounces words with, in torch."""

import torch
from torch import Tensor, nn

from voiceclone.text.g2p import G2pConfig, GraphemeToPhoneme

State = tuple[Tensor, Tensor]


class G2pNetwork(nn.Module):
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

    def as_it_speaks(self) -> GraphemeToPhoneme:
        """Return what pronounces words with the weights of this moment."""
        weights = {name: tensor.detach().float().cpu().numpy() for name, tensor in self.state_dict().items()}
        return GraphemeToPhoneme(self.config, weights)
