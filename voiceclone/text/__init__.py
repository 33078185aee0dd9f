"""Text: from what is written to what is said.

The room normalises, splits into sentences and finds the phonemes of every word, by lexicon, context and network.
It hands out TextFrontend, which makes a Sentence of Words from a text.
"""

from voiceclone.text.frontend import Sentence, TextFrontend, Word

__all__ = ["Sentence", "TextFrontend", "Word"]
