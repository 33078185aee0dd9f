"""Published corpora, and folders of one's own, in the layout that they have on disk.

Hands out `CORPORA`, `find_corpus`, and `prepare`, which writes the `manifest.tsv` that training reads.
"""

from voiceclone.training.corpora.prepare import Preparation, prepare
from voiceclone.training.corpora.registry import CORPORA, Corpus, find_corpus
from voiceclone.training.corpora.rows import Reading, Row

__all__ = ["CORPORA", "Corpus", "Preparation", "Reading", "Row", "find_corpus", "prepare"]
