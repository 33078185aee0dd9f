"""One person's voice, learned from minutes of it: recordings in, weights and a voice file out.

The room hands out `finetune` and what it returns, and the sentences to read aloud for it.
"""

from voiceclone.training.finetuning.finetune import Outcome, finetune
from voiceclone.training.finetuning.sentences import prompts

__all__ = ["Outcome", "finetune", "prompts"]
