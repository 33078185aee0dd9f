"""What each network shows of itself while it learns, on sentences of the dev split that stay the same."""

from collections.abc import Iterator
from typing import cast

import lightning as L
import numpy as np
import torch

from voiceclone.acoustic.network import PITCH_UNIT
from voiceclone.audio.mel import MEL, log_mel
from voiceclone.recogniser.alignment import best_path
from voiceclone.text.symbols import decode
from voiceclone.training.acoustic import AcousticModule, Learned
from voiceclone.training.acoustic_data import AcousticDataModule
from voiceclone.training.aligner import AlignerData, AlignerModule, transcribed
from voiceclone.training.drawing import DrawnData
from voiceclone.training.features import Features
from voiceclone.training.prediction import predict_mel
from voiceclone.training.showing import Shown
from voiceclone.training.vocoder import VocoderData, VocoderModule
from voiceclone.vocoder.config import VocoderConfig
from voiceclone.vocoder.network import Vocoder
from voiceclone.weights import SHIPPED, load_network

_SENTENCES = 3


def of_acoustic(module: L.LightningModule, data: DrawnData) -> Iterator[Shown]:
    """Yield sentences as the averaged model says them beside the recordings, through the shipped vocoder."""
    assert isinstance(module, AcousticModule)
    assert isinstance(data, AcousticDataModule)
    learned = cast(Learned, module.average.module)
    vocoder = load_network(Vocoder, VocoderConfig, SHIPPED / "vocoder.safetensors")
    crops = data.dev_crops()
    encoder = module.encoder
    for place in crops.places[:_SENTENCES]:
        batch, clip, _ = crops.whole(place, np.random.default_rng(place))
        batch = batch.to(module.device)
        voice = batch.voice(encoder.verifier.eval()(batch.reference), learned.tokenizer(batch.reference))
        mel = predict_mel(learned.model, voice, batch, torch.Generator().manual_seed(place)).cpu()
        units = batch.pitch[0].cpu()
        hertz = (units * PITCH_UNIT + batch.pitch_mean[0].cpu()).exp().nan_to_num()
        noise = torch.randn(1, len(mel) * MEL.hop, generator=torch.Generator().manual_seed(place))
        samples = vocoder(mel[None], hertz[None], noise)[0].numpy()
        yield Shown(
            crops.features.clips[clip].text or f"clip {clip}",
            {"recorded": batch.mel[0].cpu().numpy(), "made": mel.numpy()},
            decode(batch.symbols[0].tolist()),
            batch.durations[0].tolist(),
            samples,
        )


def of_vocoder(module: L.LightningModule, data: DrawnData) -> Iterator[Shown]:
    """Yield copies of recordings by the averaged generator."""
    assert isinstance(module, VocoderModule)
    assert isinstance(data, VocoderData)
    excerpts = data.excerpts()
    if not excerpts:  # a corpus that keeps no clip of two seconds for evaluation
        return
    real, mel, f0 = (part.to(module.device) for part in excerpts[0])
    noise = torch.randn(real.shape, generator=torch.Generator().manual_seed(0)).to(real)
    made = module.average(mel, f0, noise).float().cpu()
    for number in range(min(_SENTENCES, len(made))):
        copy = log_mel(made[number])
        mels = {"recorded": mel[number].cpu().numpy(), "copy": copy.numpy()}
        yield Shown(f"excerpt {number}", mels, samples=made[number].numpy())


def of_aligner(module: L.LightningModule, data: DrawnData) -> Iterator[Shown]:
    """Yield where each symbol is found."""
    assert isinstance(module, AlignerModule)
    assert isinstance(data, AlignerData)
    features = Features(data.folder / "train")
    for clip, symbols in list(transcribed(features).items())[:_SENTENCES]:
        mel = torch.from_numpy(features.mel(clip)).unsqueeze(0).to(module.device)
        padded = torch.nn.functional.pad(mel, (0, 0, 0, mel.shape[1] % 2))
        numbers = torch.from_numpy(symbols).unsqueeze(0).to(module.device)
        scores = module.network(padded, numbers, torch.tensor([mel.shape[1]], device=module.device))
        durations, score = best_path(scores[0, : mel.shape[1]].cpu().numpy())
        title = f"recorded; mean log-score of a frame {score:.2f}"
        yield Shown(
            features.clips[clip].text, {title: mel[0].cpu().numpy()}, decode(symbols.tolist()), durations.tolist()
        )
