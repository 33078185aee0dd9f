"""Between a text and its samples: what is said, in which order and with which pauses, and how a sentence is made.

Hands out `Engine`, the two networks that make a sentence, and `plan`, the sentences of a text with their pauses.
"""

from voiceclone.synthesis.engine import Engine
from voiceclone.synthesis.plan import Spoken, plan

__all__ = ["Engine", "Spoken", "plan"]
