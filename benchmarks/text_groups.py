"""Text groups: words that are misheard in short texts, headings, lists, numbers and very long sentences.

    python benchmarks/text_groups.py [--voice hazel ... | --reference speaker.wav] [--weights FOLDER]     (extra `eval`)

Each text is spoken in each voice, plainly and with `verify`, and heard by a recogniser that no training has seen, in
stretches of at most 25 s. A table of word error rates in percent comes out: whether short texts are as clear as others,
and what `verify` mends. Beside it stands what the recogniser makes of the same texts by other programs.

Of one and two words it mishears many whoever says them, as it has no words around to go by. Whether they are said worse
for being alone is seen where the same words are said at the end of a sentence, cut out of it, and heard alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from voiceclone import Audio, Consent, Voice, VoiceCloner
from voiceclone.evaluation.judges.moonshine import Moonshine
from voiceclone.evaluation.machine import describe_machine
from voiceclone.evaluation.peers import peers, said_by
from voiceclone.evaluation.words import align, normalise
from voiceclone.synthesis.speech import Speech

SHORT = "one and two words"
_BEFORE = ("And", "now,")  # words that come before, where a short text ends a sentence
_LONGEST = 25.0  # seconds: of forty and more Moonshine loses parts, and repeats others without end
GROUPS: dict[str, Sequence[str]] = {
    SHORT: (
        "Breakfast.", "Tomorrow morning.", "Welcome back.", "Absolutely.", "The window.", "Thank you.", "Yesterday.",
        "Good evening.", "Delicious!", "Really?", "Nine people.", "Wonderful news.", "Hello.", "Sunday.", "Coffee.",
        "Exactly!", "Holiday.", "Kitchen.", "Eleven.", "Garden.", "Hospital.", "Purple.", "Beautiful.", "Careful!",
        "Understood.", "Certainly.", "Ready?", "Saturday.", "Of course.", "Not yet.", "My brother.", "Sit down.",
        "Green apples.", "Ten dollars.", "Cold water.", "Very good.", "What time?", "Stop talking.", "Fresh bread.",
        "Every day.", "Her mother.", "Blue sky.", "Train station.", "Go home.", "They left.", "Somebody knocked.",
        "Small children.", "Quick question.",
    ),
    "headings": (
        "Chapter Four: The Journey Home", "Frequently Asked Questions", "How to Water Your Plants",
        "Part Two. A Winter by the Sea", "Safety and Maintenance", "The History of Paper",
    ),
    "lists": (
        "Apples, oranges, lemons, grapes and plums.",
        "1. Wash the rice.\n2. Heat the oil.\n3. Add the onions.",
        "We need paper, scissors, glue, string, and two wooden boxes.",
        "- a blue pencil\n- a clean sheet of paper\n- a ruler",
    ),
    "numbers alone": ("47", "1,200", "3.14", "$19.99", "1987", "86%"),
    "600 characters": (
        "When the last of the guests had gone and the candles in the long dining room were burning low, the"
        " old captain, who had said very little during the evening, moved his chair nearer to the fire, "
        "filled his pipe, looked for a while into the flames as if he were searching there for the "
        "beginning of his story, and then told us, slowly and without raising his voice, how in the spring "
        "of his twentieth year he had sailed with eleven other men from a small harbour in the north, how "
        "the weather had turned against them before they had lost sight of land, and how, of all who left "
        "that morning, only he and the cook came back.",
        "Because the river had risen again during the night, and because the wooden bridge below the mill, "
        "which had carried carts and cattle for longer than anybody in the valley could remember, was "
        "already shaking under the weight of the water, the farmers agreed to drive their sheep along the "
        "upper path, although it was steep and full of loose stones, and to wait on the hill behind the "
        "church until the rain had stopped, while the children, who thought of the whole affair as a "
        "holiday, ran ahead with baskets of bread and cheese, singing and calling to each other, and were "
        "the only ones who arrived with dry feet.",
    ),
    "the rest": (
        "The baker opened his shop before the sun came up.", "Put the heavy box under the table, please.",
        "She found an old letter between the pages of the book.", "Why did the train stop in the middle of the field?",
        "Most birds sleep with one eye open when they feel unsafe.", "He carried the lamp carefully down the stairs.",
        "We walked along the beach until it was too dark to see.",
        "My brother repairs clocks and watches for a living.",
    ),
}  # fmt: skip


def main(
    voice: Annotated[list[str] | None, typer.Option(help="One that ships, several times; default: all.")] = None,
    reference: Annotated[Path | None, typer.Option(help="A recording of a voice to clone, instead.")] = None,
    weights: Annotated[Path | None, typer.Option(help="A folder of weights; default: the shipped ones.")] = None,
    takes: Annotated[int, typer.Option(min=1, help="How often each text is spoken, with other seeds.")] = 1,
) -> None:
    """Print the machine, and a row for each group."""
    cloner, recogniser = VoiceCloner.from_pretrained(weights), Moonshine()
    if reference:
        voices = [cloner.enroll(reference, consent=Consent.self_attested())]
    else:
        voices = [cloner.preset(name) for name in voice or cloner.presets]
    names = ", ".join(voice.name for voice in voices)
    print(f"machine: {describe_machine()}; recogniser {recogniser.name}; {names}; takes: {takes}")
    others = peers()
    print(
        f"{'group':25} {'words':>6} {'WER %':>7} {'verified':>9} {'named':>6}"
        + "".join(f"{name:>11}" for name in others)
    )
    spoken = [(voice, 100 * take) for voice in voices for take in range(takes)]
    for group, texts in GROUPS.items():
        plain, verified, named = _Heard(), _Heard(), 0
        for said_in, seed in spoken:
            for text in texts:
                plain.hear(recogniser, text, _parts(cloner.narrate(text, said_in, seed=seed)))
                speech = cloner.narrate(text, said_in, seed=seed, verify=True)
                verified.hear(recogniser, text, _parts(speech))
                named += len(speech.unclear)
        beside = "".join(f"{_errors_of_peer(name, recogniser, texts):>11}" for name in others)
        print(f"{group:25} {plain.said:6} {plain.rate:7.1f} {verified.rate:9.1f} {named:6}{beside}", flush=True)
    cut_out = _Heard()
    for said_in, seed in spoken:
        for text in GROUPS[SHORT]:
            cut_out.hear(recogniser, text, [_end_of_a_sentence(cloner, said_in, text, seed)])
    print(f"{'the same, cut out':25} {cut_out.said:6} {cut_out.rate:7.1f}")
    print("named: sentences that --verify made again and still names as unclear")
    print(f"cut out: the texts of {SHORT}, said after {' '.join(_BEFORE)!r} and cut out of that sentence")


class _Heard:
    """Words that were said and misheard."""

    def __init__(self) -> None:
        self.said = self.errors = 0

    def hear(self, recogniser: Moonshine, text: str, parts: Iterable[Audio]) -> None:
        """Add a text, as it was said in parts."""
        alignment = align(normalise(text), normalise(" ".join(map(recogniser.transcribe, parts))))
        self.said, self.errors = self.said + alignment.said, self.errors + alignment.errors

    @property
    def rate(self) -> float:
        """Word error rate in percent."""
        return 100 * self.errors / self.said


def _end_of_a_sentence(cloner: VoiceCloner, voice: Voice, text: str, seed: int) -> Audio:
    """A text as it is said after `_BEFORE`, from the middle of the pause on."""
    speech = cloner.narrate(" ".join((*_BEFORE, text)), voice, seed=seed)
    words = [word for sentence in speech.sentences for word in sentence.words]
    before, first = words[len(_BEFORE) - 1 : len(_BEFORE) + 1]
    return _stretch(speech.audio, (before.end + first.start) / 2, speech.audio.seconds)


def _errors_of_peer(name: str, recogniser: Moonshine, texts: Sequence[str]) -> str:
    """Word error rate of another program; a dash where it speaks for longer than the recogniser follows."""
    heard = _Heard()
    for text in texts:
        audio = said_by(name, text)
        if audio.seconds > _LONGEST:
            return "-"
        heard.hear(recogniser, text, [audio])
    return f"{heard.rate:.1f}"


def _parts(speech: Speech) -> Iterator[Audio]:
    """The speech in stretches that the recogniser can follow, cut in the middle of its pauses or between words."""
    words = [word for sentence in speech.sentences for word in sentence.words]
    audio, begin = speech.audio, 0.0
    while audio.seconds - begin > _LONGEST:
        gaps = [
            (after.start - before.end, (before.end + after.start) / 2)
            for before, after in pairwise(words)
            if begin + _LONGEST / 2 < before.end and after.start < begin + _LONGEST
        ]
        cut = max(gaps)[1]
        yield _stretch(audio, begin, cut)
        begin = cut
    yield _stretch(audio, begin, audio.seconds)


def _stretch(audio: Audio, begin: float, end: float) -> Audio:
    return Audio(audio.samples[round(begin * audio.sample_rate) : round(end * audio.sample_rate)], audio.sample_rate)


if __name__ == "__main__":
    typer.run(main)
