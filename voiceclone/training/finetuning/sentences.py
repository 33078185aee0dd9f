"""The sentences of fine-tuning: to be read by the person, for exercise, and for the examination; all are different."""

from pathlib import Path

from voiceclone.evaluation.sentences import read_sentences

_HERE = Path(__file__).parent


def prompts() -> list[str]:
    """Return sentences to read aloud, which hold all sounds of English many times: some three minutes of speech."""
    return read_sentences(_HERE / "prompts.txt")


def exercises() -> list[str]:
    """Return sentences that the model says while it learns, and that no one recorded."""
    return read_sentences(_HERE / "exercises.txt")


def examination() -> list[str]:
    """Return sentences that are said before and after, and never learned from."""
    return read_sentences(_HERE / "exam.txt")
