"""Which recordings would do harm in training, and what a person should know of the others."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from voiceclone.training.checking.measure import HEARD
from voiceclone.training.corpora.measured import Measured
from voiceclone.training.corpora.prepare import unusable
from voiceclone.training.corpora.rows import Row


@dataclass(frozen=True)
class Limits:
    """What is still good enough.

    `contrast`: dB from the background to loud speech; `loud`: dB of full scale; `clipped`: a share of the samples;
    `speech`: seconds of speech; `pace`: how many times as fast, or as slow, as the median of its language a transcript
    may be read (characters a second of speech). For notes only: `noisy` in dB, `speaker_seconds`, `speaker_clips`,
    and `longest`, the seconds beyond which a recording is not aligned.
    """

    contrast: float = 10.0
    loud: float = -60.0
    clipped: float = 0.05
    speech: float = 0.3
    pace: float = 2.5
    noisy: float = 20.0
    speaker_seconds: float = 20.0
    speaker_clips: int = 2
    longest: float = 21.0


_FEWEST_FOR_PACE = 5  # transcripts of a language, from which its pace is taken


def reasons(rows: Sequence[Row], heard: Sequence[Measured], transcribed: bool, limits: Limits) -> dict[str, str]:
    """Return why each recording that should be left out should be, by its file; the first reason found."""
    paces = _paces(rows, heard)
    found: dict[str, str] = {}
    first_of: dict[str, str] = {}
    for row, sound in zip(rows, heard, strict=True):
        reason = (
            sound.fault
            or unusable(row, transcribed)
            or _sounds_wrong(sound, limits)
            or _reads_wrong(row, sound, paces.get(row.language, 0.0), limits)
        )
        if not reason and first_of.setdefault(sound.digest, row.file) != row.file:
            reason = f"the same recording as {first_of[sound.digest]}"
        if reason:
            found[row.file] = reason
    return found


def _sounds_wrong(sound: Measured, limits: Limits) -> str:
    if sound.loud < limits.loud:
        return f"is silent (loudest {sound.loud:.0f} dB)"
    if sound.contrast < limits.contrast:
        return f"is drowned in noise ({sound.contrast:.0f} dB from the background to speech)"
    if sound.clipped > limits.clipped:
        return f"is strongly clipped ({sound.clipped:.0%} of its samples)"
    if sound.speech < limits.speech:
        return f"holds {sound.speech:.1f} s of speech"
    return ""


def _reads_wrong(row: Row, sound: Measured, usual: float, limits: Limits) -> str:
    if not row.text:
        return ""
    strange = unknown_characters(row.text, row.language)
    if strange:
        return f"its transcript holds characters that are not read: {' '.join(sorted(strange))}"
    pace = _pace(row, sound)
    if usual and pace > limits.pace * usual:
        return f"its transcript is too long for it ({pace:.0f} characters a second; usual are {usual:.0f})"
    if usual and pace < usual / limits.pace:
        return f"its transcript is too short for it ({pace:.1f} characters a second; usual are {usual:.0f})"
    return ""


def _pace(row: Row, sound: Measured) -> float:
    """Characters a second of speech; of a long recording, of which only the beginning was heard, of all of it."""
    return len(row.text) / max(0.1, sound.speech if sound.seconds <= HEARD else sound.seconds)


def _paces(rows: Sequence[Row], heard: Sequence[Measured]) -> dict[str, float]:
    by_language = defaultdict(list)
    for row, sound in zip(rows, heard, strict=True):
        if row.text and sound.speech > 0:
            by_language[row.language].append(_pace(row, sound))
    return {language: median(paces) for language, paces in by_language.items() if len(paces) >= _FEWEST_FOR_PACE}


def unknown_characters(text: str, language: str) -> set[str]:
    """Return what of a transcript nobody can read aloud: what a broken encoding leaves; in English, other scripts."""
    return {character for character in set(text) if not character.isascii() and _is_unknown(character, language)}


def _is_unknown(character: str, language: str) -> bool:
    category = unicodedata.category(character)
    if character == "\ufffd" or category in ("Co", "Cn", "Cs"):
        return True
    return language == "en" and category.startswith("L") and "LATIN" not in unicodedata.name(character, "LATIN")


def notes(
    rows: Sequence[Row], heard: Sequence[Measured], left: dict[str, str], limits: Limits, published: bool
) -> list[str]:
    """Return what is worth knowing of the recordings that stay, a sentence each.

    A `published` corpus has a licence, and its publisher asked the speakers; of others, the table must say so.
    """
    staying = [(row, sound) for row, sound in zip(rows, heard, strict=True) if row.file not in left]
    said = [
        _speakers(staying, limits),
        _repeated(staying),
        _count(staying, "hold noise", lambda row, sound: sound.contrast < limits.noisy),
        _count(
            staying,
            f"are longer than {limits.longest:.0f} s, so they are not aligned: the acoustic model does not hear them",
            lambda row, sound: sound.seconds > limits.longest,
        ),
        _count(staying, "have several channels, which are averaged", lambda row, sound: sound.channels > 1),
        _count(
            staying,
            "have no licence: add a column `licence`",
            lambda row, sound: not published and not row.licence,
        ),
        _count(
            staying,
            "have no record of consent: add a column `consent`",
            lambda row, sound: not published and not row.consent,
        ),
        _rates(staying),
    ]
    return [note for note in said if note]


Heard = Sequence[tuple[Row, Measured]]


def _count(staying: Heard, what: str, holds: Callable[[Row, Measured], bool]) -> str:
    number = sum(holds(row, sound) for row, sound in staying)
    return f"{number} recordings {what}." if number else ""


def _speakers(staying: Heard, limits: Limits) -> str:
    seconds: Counter[str] = Counter()
    clips: Counter[str] = Counter()
    for row, sound in staying:
        seconds[row.speaker] += sound.seconds  # type: ignore[assignment]
        clips[row.speaker] += 1
    few = sorted(
        speaker
        for speaker in clips
        if seconds[speaker] < limits.speaker_seconds or clips[speaker] < limits.speaker_clips
    )
    if not few:
        return ""
    more = f" and {len(few) - 8} more" if len(few) > 8 else ""
    return (
        f"{len(few)} of {len(clips)} speakers have fewer than {limits.speaker_clips} recordings or less than "
        f"{limits.speaker_seconds:.0f} s: {', '.join(few[:8])}{more}."
    )


def _repeated(staying: Heard) -> str:
    said = Counter((row.speaker, row.text.lower()) for row, _ in staying if row.text)
    number = sum(count - 1 for count in said.values() if count > 1)
    return f"{number} transcripts repeat another of the same speaker." if number else ""


def _rates(staying: Heard) -> str:
    rates = Counter(sound.rate for _, sound in staying)
    if len(rates) < 2:
        return ""
    return f"The sample rates are mixed: {', '.join(f'{count} at {rate} Hz' for rate, count in sorted(rates.items()))}."
