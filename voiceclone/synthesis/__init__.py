"""Between a text and its samples: what is said, in which order and with which pauses, and how a sentence is made.

Hands out `Engine`, the two networks that make a sentence, `plan`, the sentences of a text with their pauses, and
`Delivery`, the wishes beside them.
"""

from voiceclone.synthesis.delivery import Delivery
from voiceclone.synthesis.engine import Engine
from voiceclone.synthesis.plan import Spoken, plan

__all__ = ["Delivery", "Engine", "Spoken", "plan"]
