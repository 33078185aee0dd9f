"""From a folder of recordings of one person to weights and a voice of their own, if these are better than before."""

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from voiceclone.acoustic.network import AcousticModel
from voiceclone.cloner import VoiceCloner
from voiceclone.designed import DENSITY
from voiceclone.errors import ConsentError, DataError, OutputError
from voiceclone.evaluation.judges import check_judges
from voiceclone.evaluation.judges.moonshine import Moonshine
from voiceclone.evaluation.judges.resemblyzer import Resemblyzer
from voiceclone.recogniser.config import RecogniserConfig
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.speaker.config import SpeakerConfig
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.synthesis import Engine, plan
from voiceclone.synthesis.torch_networks import load_networks
from voiceclone.text import TextFrontend
from voiceclone.training.acoustic_data import AcousticCrops
from voiceclone.training.checking.measure import measure
from voiceclone.training.drawing import Turn
from voiceclone.training.finetuning.examination import Examination, Marks, better
from voiceclone.training.finetuning.lessons import Take, prepare_lessons
from voiceclone.training.finetuning.recordings import read_recordings
from voiceclone.training.finetuning.sentences import examination, exercises
from voiceclone.training.finetuning.tuning import TUNING, Exercise, OneVoice, Tuning, between, tune
from voiceclone.trust.consent import Consent
from voiceclone.trust.fingerprint import array_fingerprint
from voiceclone.voice import Voice
from voiceclone.weights import SHIPPED, TUNED_FOR, load_network, save_network

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]

VOICE = "me.voice"  # what the voice file in the model's folder is called
LEAST, MOST = 30.0, 600.0  # seconds of speech that are needed, and that are used
_ATTEMPTS = 2  # to learn, each with another chance, where the first costs words
_SHARES = (1.0, 0.7, 0.4)  # of the way from the old weights to what was learned, that are examined
_HELD_BACK = 8  # every eighth recording is not learned from
_FEWEST = 6  # recordings
_SHORTEST = 1.0  # seconds of speech in a recording


@dataclass(frozen=True)
class Outcome:
    """What became of it: the folder of the model, its voice, and the marks before, and after learning.

    `share`: how far the weights went from the old ones to the learned ones, 0 where the old ones were better.
    `seconds` of speech were learned from; `recordings` of them, `held_back` others were compared with.
    """

    model: Path
    voice: Voice
    before: Marks
    after: Marks
    share: float
    seconds: float
    recordings: int
    held_back: int


def finetune(
    recordings: Path,
    output: Path,
    *,
    consent: Consent,
    name: str | None = None,
    verify: Callable[[VoiceCloner, Voice], Voice] | None = None,
    settings: Tuning = TUNING,
    seed: int = 0,
    progress: Progress | None = None,
) -> Outcome:
    """Learn the voice of one person from a folder of recordings (see `read_recordings`), half a minute to ten.

    Writes to `output` the weights, which speak in this voice alone, and the voice, `me.voice`. Every eighth recording
    is held back, and the voice before and after is compared with those; where learning did not bring it nearer, or
    words were lost, twice, the old weights are kept. `verify`: what is done with the voice before anything is learned,
    such as hearing its speaker read a challenge. Needs the extras `train` and `eval`. Raises ConsentError where consent
    is missing, DataError where there is too little to learn from, OutputError where `output` cannot be written.
    """
    if not isinstance(consent, Consent):
        raise ConsentError("consent is missing: pass consent=Consent.self_attested() if the speaker agrees")
    consent.check()
    check_judges()
    _make(output)
    show = progress or (lambda what, done, total: None)
    try:
        with tempfile.TemporaryDirectory(dir=output, prefix=".learning-") as work:
            return _Learning(Path(work), output, settings, seed, show).run(recordings, consent, name, verify)
    except OSError as error:
        raise OutputError(
            f"{output}: cannot be written: {error.strerror or error}; nothing in it is complete"
        ) from error


@dataclass(frozen=True)
class _Teaching:
    """What is learned from, and by whom: the base model, who listens, the recordings, and sentences for exercise."""

    base: AcousticModel
    encoder: SpeakerEncoder
    recogniser: PhoneRecogniser
    lessons: AcousticCrops
    exercise: Exercise


@dataclass(frozen=True)
class _Candidate:
    """A model that was learned: its `folder`, the `share` of what was learned that it has, and its marks."""

    folder: Path
    share: float
    marks: Marks


class _Learning:
    """One run, with the folder `work` for what is needed on the way."""

    def __init__(self, work: Path, output: Path, settings: Tuning, seed: int, show: Progress) -> None:
        self.work, self.output, self.settings, self.seed, self.show = work, output, settings, seed, show
        self.base = VoiceCloner.from_pretrained()
        self.recogniser = Moonshine()

    def run(
        self,
        recordings: Path,
        consent: Consent,
        name: str | None,
        verify: Callable[[VoiceCloner, Voice], Voice] | None,
    ) -> Outcome:
        """Listen, examine, learn, examine again, write."""
        self.show("Listening", 0, 0)
        takes = self._takes(recordings)
        learned, held_back = _divided(takes)
        voice = self.base.enroll(
            [take.path for take in learned], consent=consent, name=name or recordings.resolve().name
        )
        voice = verify(self.base, voice) if verify else voice
        texts = [*examination(), *(take.text for take in held_back)]
        exam = Examination.of([take.path for take in held_back], texts, self.recogniser, Resemblyzer())
        self.show("Examining", 0, 0)
        before = exam.mark(self.base, voice)
        log.info("before: %s", before)
        teaching = self._teaching(learned, voice)
        examined: list[_Candidate] = []
        best: _Candidate | None = None
        for attempt in range(_ATTEMPTS):
            for candidate in self._candidates(teaching, voice, exam, attempt):
                examined.append(candidate)
                if better(before, candidate.marks) and (not best or better(best.marks, candidate.marks)):
                    best = candidate
            if best and best.share == _SHARES[0]:
                break  # nothing of what was learned costs words
        voice = self._write(voice, best)
        return Outcome(
            self.output,
            voice,
            before,
            (best or examined[0]).marks,
            best.share if best else 0.0,
            sum(take.seconds for take in learned),
            len(learned),
            len(held_back),
        )

    def _takes(self, folder: Path) -> list[Take]:
        """What can be learned from, ten minutes at most, and a list of what is said in it."""
        takes, seconds = [], 0.0
        found = read_recordings(folder, self.recogniser, self.work / "pieces")
        for done, (path, text) in enumerate(found, start=1):
            if seconds >= MOST:
                log.warning("%d recordings are not used: %.0f minutes are enough", len(found) - done + 1, MOST / 60)
                break
            bandwidth, rating, speech, fault = _rated(path)
            if fault or speech < _SHORTEST:
                log.warning("left out: %s: %s", path, fault or f"holds {speech:.1f} s of speech")
                continue
            takes.append(Take(path, text, speech, bandwidth, rating))
            seconds += speech
            self.show("Listening", done, len(found))
        if seconds < LEAST or len(takes) < _FEWEST:
            raise DataError(
                f"{folder} holds {len(takes)} recordings with {seconds:.0f} s of speech that can be used; at least "
                f"{_FEWEST} with {LEAST:.0f} s are needed, better some minutes: `voiceclone finetune --prompts` prints "
                "sentences to read"
            )
        lines = "".join(f"{take.path.name}|{take.text}\n" for take in takes)
        (self.output / "transcripts.txt").write_text(lines, encoding="utf-8")
        return takes

    def _teaching(self, takes: Sequence[Take], voice: Voice) -> _Teaching:
        """What every attempt to learn begins with."""
        recogniser = load_network(PhoneRecogniser, RecogniserConfig, SHIPPED / "recogniser.safetensors")
        encoder = load_network(SpeakerEncoder, SpeakerConfig, SHIPPED / "speaker.safetensors")
        networks = load_networks(SHIPPED)
        engine = Engine(networks)
        lessons = prepare_lessons(takes, recogniser, self.work / "features", self.settings.data, Turn(self.seed))
        said = [item.sentence.symbols() for text in exercises() for item in plan(text, TextFrontend())]
        exercise = Exercise.of([engine.score(symbols, voice) for symbols in said])
        return _Teaching(networks.acoustic, encoder, recogniser, lessons, exercise)

    def _candidates(self, teaching: _Teaching, voice: Voice, exam: Examination, attempt: int) -> Iterator[_Candidate]:
        """Learn, and yield what came out, all of it first and then less and less, each examined."""
        base = teaching.base
        module = OneVoice(base, teaching.encoder, teaching.recogniser, voice, self.settings.losses)
        for done, _ in tune(module, teaching.lessons, teaching.exercise, self.settings, self.seed + attempt):
            self.show("Learning", round(1000 * done), 1000)
        self.show("Examining", 0, 0)
        for share in _SHARES:
            folder = self.work / f"model-{attempt}-{share:g}"
            _copy_base(folder)
            owner = {TUNED_FOR: array_fingerprint(voice.embedding)}
            model = between(base, module.averaged_model, share)
            save_network(model, model.config, folder / "acoustic.safetensors", **owner)
            cloner = VoiceCloner.from_pretrained(folder)
            marks = exam.mark(cloner, cloner.refitted(voice))
            log.info("attempt %d, %.0f %% of what was learned: %s", attempt + 1, 100 * share, marks)
            yield _Candidate(folder, share, marks)

    def _write(self, voice: Voice, best: _Candidate | None) -> Voice:
        """Move the best model to its place, and write the voice as it speaks there."""
        folder = best.folder if best else self.work / "as-it-was"
        if not best:
            _copy_base(folder)
            shutil.copy(SHIPPED / "acoustic.safetensors", folder)
        for file in folder.iterdir():
            file.replace(self.output / file.name)
        voice = VoiceCloner.from_pretrained(self.output).refitted(voice)
        voice.save(self.output / VOICE)
        return voice


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: the folder cannot be made: {error.strerror or error}") from error


def _copy_base(folder: Path) -> None:
    """Everything of the shipped weights that does not change, but for the voices that ship."""
    folder.mkdir()
    for name in ("speaker.safetensors", "vocoder.safetensors", "recogniser.safetensors", "error_rates.json", DENSITY):
        shutil.copy(SHIPPED / name, folder)


def _divided(takes: Sequence[Take]) -> tuple[list[Take], list[Take]]:
    """Those to learn from, and those held back."""
    held_back = [take for number, take in enumerate(takes) if number % _HELD_BACK == _HELD_BACK // 2]
    return [take for take in takes if take not in held_back], held_back


def _rated(path: Path) -> tuple[float, float, float, str]:
    """Bandwidth in Hz, DNSMOS rating, seconds of speech, and what is wrong with a recording, if anything is."""
    heard = measure(Path(), True, str(path))
    return heard.bandwidth, heard.dnsmos, heard.speech, heard.fault
