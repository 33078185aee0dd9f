"""Looking at a corpus before training: what each recording sounds like, and which ones would do harm.

Hands out `check_corpus`, which leaves nothing out in silence: every recording that it rejects has its reason.
"""

from voiceclone.training.checking.check import Findings, check_corpus
from voiceclone.training.checking.judgement import Limits

__all__ = ["Findings", "Limits", "check_corpus"]
