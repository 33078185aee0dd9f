"""The steps of a recipe, in order, each of which goes on where it was interrupted: from features to a model.

In the folder of a recipe, `work`, a step finds what the steps before it have left there: `manifest.tsv`, `features/`,
`encoder/`, `aligner/`, `recogniser/`, `acoustic/`, `vocoder/`, `model/`, `timing/`.
"""

import logging
import os
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch

from voiceclone.acoustic.network import AcousticModel
from voiceclone.audio.atomic_write import write_atomically
from voiceclone.errors import DataError, WeightsError
from voiceclone.evaluation.run import Report, Settings, run, write_report
from voiceclone.recogniser.config import RecogniserConfig
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.speaker.config import SpeakerConfig
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.training import examples
from voiceclone.training.acoustic import AcousticModule, AcousticTraining, Learned
from voiceclone.training.acoustic_data import AcousticCrops, AcousticData, AcousticDataModule
from voiceclone.training.aligner import AlignerData, AlignerModule, AlignerTraining, Alignments, align_corpus
from voiceclone.training.alignment import AlignerConfig
from voiceclone.training.budget import train_for
from voiceclone.training.corpus import read_manifest
from voiceclone.training.export import averaged_weights, export_recogniser, export_vocoder, export_with_encoder
from voiceclone.training.extraction import SPLITS, of_split, remember, usable_clips
from voiceclone.training.features import NATURAL, PERTURBED, Features
from voiceclone.training.prediction import predict_mels
from voiceclone.training.recogniser import RecogniserData, RecogniserModule, RecogniserTraining
from voiceclone.training.runtime import Precision
from voiceclone.training.showing import Show
from voiceclone.training.sizes import SIZES, Size
from voiceclone.training.speaker import SpeakerData, SpeakerModule, SpeakerTraining
from voiceclone.training.timing import TimingTraining, learn_timing
from voiceclone.training.vocoder import VocoderData, VocoderModule, VocoderTraining
from voiceclone.training.watching import Watch, WatchVocoder
from voiceclone.weights import SHIPPED, load_network

log = logging.getLogger(__name__)

_SENTENCES = 60  # of those kept for evaluation, that are spoken in one


@dataclass(frozen=True)
class Plan:
    """What a recipe does in the folder `work`: the sizes of its networks, and how each is trained.

    `accumulate`: how many batches make a step, but for the vocoder. `encoder`: the folder of a training from which the
    encoder is taken instead of `work/encoder`, such as one on VoxCeleb; where there is neither, the shipped one is.
    `stream`: where `shard` wrote the train split, if acoustic model and vocoder are to learn from that (`read_shard`).
    """

    work: Path
    size: Size = SIZES["small"]
    precision: Precision = "auto"
    accumulate: int = 1
    encoder: Path | None = None
    stream: str | None = None
    speaker: SpeakerTraining = field(default_factory=SpeakerTraining)
    aligner_size: AlignerConfig = field(default_factory=AlignerConfig)
    aligner: AlignerTraining = field(default_factory=AlignerTraining)
    recogniser_size: RecogniserConfig = field(default_factory=RecogniserConfig)
    recogniser: RecogniserTraining = field(default_factory=RecogniserTraining)
    acoustic: AcousticTraining = field(default_factory=AcousticTraining)
    acoustic_data: AcousticData = field(default_factory=AcousticData)
    timing: TimingTraining = field(default_factory=TimingTraining)
    vocoder: VocoderTraining = field(default_factory=VocoderTraining)

    @property
    def features(self) -> Path:
        """Where the features lie, a folder a split."""
        return self.work / "features"

    @property
    def model(self) -> Path:
        """Where the weights are written to: what `VoiceCloner.from_pretrained` takes."""
        return self.work / "model"


def shard(plan: Plan, place: Path, workers: int = 2, cluster: str | None = None) -> None:
    """Write the whole train split to `place` as Shar, with its features and the trained aligner's alignments.

    A second run goes on. Raises DataError where the aligner is missing, or the manifest is another one than before.
    """
    from voiceclone.training.streaming import export_shards  # lhotse is slow to load

    checkpoint = plan.work / "aligner" / "last.ckpt"
    if not checkpoint.is_file():
        raise DataError(f"no aligner at {checkpoint}: train it first, on the features of a part")
    clips = of_split(usable_clips(plan.work), "train")
    remember(clips, place)
    module = AlignerModule(plan.aligner_size, plan.aligner)
    module.load_state_dict(torch.load(checkpoint, map_location="cpu", weights_only=True)["state_dict"])
    export_shards(clips, plan.work.resolve(), place.resolve(), module.network, workers, cluster)


def train_encoder(plan: Plan, hours: float, noises: Path | None = None) -> bool:
    """Train the speaker encoder; `noises` holds folders of .opus files. Return False where there are too few speakers.

    An encoder learns from telling many people apart; with fewer than a batch of them the shipped one is better.
    """
    data = _speaker_data(plan, noises)
    if data is None:
        return False
    train_for(
        SpeakerModule(plan.size.speaker, plan.speaker, data.speakers),
        data,
        plan.work / "encoder",
        hours=hours,
        size=plan.size.name,
        precision=plan.precision,
        validate_every=250,
        accumulate=plan.accumulate,
        watching=[Watch()],
    )
    return True


def _speaker_data(plan: Plan, noises: Path | None) -> SpeakerData | None:
    speakers = {clip.speaker for clip in Features(plan.features / "train", (NATURAL, PERTURBED)).clips}
    if len(speakers) >= plan.speaker.speakers:
        return SpeakerData(plan.features, noises or plan.work / "noises", plan.speaker)
    log.warning(
        "%d speakers are too few to learn an encoder from (%d are needed): the shipped one is taken",
        len(speakers),
        plan.speaker.speakers,
    )
    return None


def train_aligner(plan: Plan, hours: float) -> None:
    """Train the aligner, and write how long each symbol of each transcript lasts."""
    module = AlignerModule(plan.aligner_size, plan.aligner)
    data = AlignerData(plan.features, plan.aligner)
    folder = plan.work / "aligner"
    train_for(
        module,
        data,
        folder,
        hours=hours,
        size=plan.size.name,
        precision=plan.precision,
        validate_every=None,
        accumulate=plan.accumulate,
        watching=[Watch(plan.aligner.together_from), Show(examples.of_aligner)],
    )
    if int(os.environ.get("RANK", 0)):  # one process aligns for all
        return
    state = torch.load(folder / "last.ckpt", map_location="cpu", weights_only=True)["state_dict"]
    module.load_state_dict(state)
    for split in SPLITS:
        file = plan.features / split / "alignments.npz"
        if not file.is_file() or file.stat().st_mtime < (folder / "last.ckpt").stat().st_mtime:
            align_corpus(module.network.cpu(), Features(plan.features / split), file)


def train_recogniser(plan: Plan, hours: float) -> None:
    """Train the phone recogniser on what the aligner found."""
    train_for(
        RecogniserModule(plan.recogniser_size, plan.recogniser),
        RecogniserData(plan.features, plan.recogniser),
        plan.work / "recogniser",
        hours=hours,
        size=plan.size.name,
        precision=plan.precision,
        validate_every=500,
        accumulate=plan.accumulate,
        watching=[Watch()],
    )


def train_acoustic(plan: Plan, hours: float) -> None:
    """Train the acoustic model, and with it the tokens of the encoder, whose verifier stays as it is."""
    train_for(
        AcousticModule(plan.size.acoustic, speaker_encoder(plan), plan.acoustic, _recogniser(plan)),
        AcousticDataModule(plan.features, plan.acoustic_data, plan.stream),
        plan.work / "acoustic",
        hours=hours,
        size=plan.size.name,
        precision=plan.precision,
        validate_every=500,
        accumulate=plan.accumulate,
        watching=[Watch(), Show(examples.of_acoustic)],
    )


def _recogniser(plan: Plan) -> PhoneRecogniser | None:
    """The recogniser that listens to the acoustic model; none where this recipe has trained none."""
    checkpoint = plan.work / "recogniser" / "last.ckpt"
    if not checkpoint.is_file():
        return None
    recogniser = PhoneRecogniser(plan.recogniser_size)
    recogniser.load_state_dict(averaged_weights(checkpoint))
    return recogniser


def train_vocoder(plan: Plan, hours: float, predicted_clips: int = 3000) -> None:
    """Train the vocoder; where its plan wants predicted mels, they are made first, unless they are there."""
    data = VocoderData(plan.features, plan.vocoder, plan.stream)
    if plan.vocoder.predicted and not (plan.features / "train" / "predicted.json").is_file():
        predict(plan, predicted_clips)
    train_for(
        VocoderModule(plan.size.vocoder, plan.vocoder),
        data,
        plan.work / "vocoder",
        hours=hours,
        size=plan.size.name,
        precision=plan.precision,
        watching=[Watch(), WatchVocoder(), Show(examples.of_vocoder)],
    )


def predict(plan: Plan, clips: int) -> None:
    """Make mels of the train split with the trained acoustic model, for the vocoder to learn from."""
    folder = plan.features / "train"
    encoder = speaker_encoder(plan)
    learned = Learned(AcousticModel(plan.size.acoustic), encoder.tokenizer)
    learned.load_state_dict(averaged_weights(plan.work / "acoustic" / "last.ckpt"))
    crops = AcousticCrops(Features(folder), Alignments(folder / "alignments.npz"), plan.acoustic_data)
    predict_mels(learned.model.eval(), encoder.eval(), crops, folder, clips)


def speaker_encoder(plan: Plan) -> SpeakerEncoder:
    """Return the encoder that the acoustic model learns with: the plan's, this recipe's, or the shipped verifier."""
    for folder in (plan.encoder, plan.work / "encoder"):
        if folder is not None and (folder == plan.encoder or (folder / "last.ckpt").is_file()):
            return _trained_encoder(folder / "last.ckpt", plan.size)
    shipped = load_network(SpeakerEncoder, SpeakerConfig, SHIPPED / "speaker.safetensors")
    wanted, ours = shipped.config, plan.size.speaker
    config = replace(wanted, token_channels=ours.token_channels, token_blocks=ours.token_blocks)
    encoder = SpeakerEncoder(config)
    encoder.verifier.load_state_dict(shipped.verifier.state_dict())
    return encoder


def _trained_encoder(checkpoint: Path, size: Size) -> SpeakerEncoder:
    encoder = SpeakerEncoder(size.speaker)
    try:
        encoder.verifier.load_state_dict(averaged_weights(checkpoint))
    except RuntimeError as error:
        raise WeightsError(f"{checkpoint} is no encoder of the size {size.name!r}: train it in that size") from error
    return encoder


def export(plan: Plan) -> Path:
    """Write the weights of what was trained to `work/model`, and return that folder."""
    plan.model.mkdir(parents=True, exist_ok=True)
    export_vocoder(plan.work / "vocoder" / "last.ckpt", plan.model, plan.size.vocoder)
    acoustic = plan.work / "acoustic" / "last.ckpt"
    export_with_encoder(acoustic, speaker_encoder(plan), plan.model, plan.size.acoustic)
    export_recogniser(plan.work / "recogniser" / "last.ckpt", plan.model, plan.recogniser_size)
    return plan.model


def train_timing(plan: Plan, hours: float) -> None:
    """Learn durations and energies of the exported model again, in `work/model`: after each export."""
    learn_timing(plan.features, plan.model, plan.work / "timing", plan.timing, plan.acoustic_data, hours)


def evaluate(plan: Plan, sentences: Path | None = None) -> Report:
    """Speak with the model in the voices kept for evaluation; write `work/evaluation.json` and `.md`.

    Without `sentences`, it speaks those that were kept for evaluation with them. Needs the extra `eval`.
    """
    if sentences is None:
        sentences = plan.work / "sentences.txt"
        write_atomically(sentences, "\n".join(_kept_sentences(plan.work)).encode())
    report = run(Settings(corpus=plan.work, sentences=sentences, weights=plan.model, speakers=30))
    for suffix in (".json", ".md"):
        write_report(report, plan.work / f"evaluation{suffix}")
    return report


def _kept_sentences(work: Path) -> list[str]:
    texts = {clip.text for clip in read_manifest(work) if clip.split == "dev" and clip.text and clip.language == "en"}
    if not texts:
        raise DataError(f"{work} keeps no English sentence for evaluation: name a file of sentences")
    return sorted(texts)[:_SENTENCES]
