"""What a training takes: `python benchmarks/training_cost.py [--size base] [--price 3.0] [--tflops 50]`.

Measures, on a GPU where torch finds one, how long a step of the acoustic model and one of the vocoder take, and counts
their operations; then computes hours and cost for 1, 8 and 64 GPUs and 1,000, 10,000 and 100,000 hours of speech.
With `--tflops` the time of a step is not the measured one, but that of a device with so many effective TFLOP/s.
"""

import argparse
import time
from collections.abc import Callable

import torch
from torch.utils.flop_counter import FlopCounterMode

from voiceclone.audio.mel import MEL
from voiceclone.recogniser.config import RecogniserConfig
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.training.acoustic import AcousticModule, AcousticTraining
from voiceclone.training.acoustic_data import AcousticBatch, AcousticData
from voiceclone.training.sizes import Size, find_size
from voiceclone.training.vocoder import VocoderTraining
from voiceclone.training.vocoder_losses import (
    Discriminators,
    MultiScaleMelLoss,
    discriminator_loss,
    feature_loss,
    generator_loss,
)
from voiceclone.vocoder.network import Vocoder

CORPORA = ((1_000, 20), (10_000, 5), (100_000, 1))  # hours of speech, and how often each is heard
MACHINES = ((1, 1.0), (8, 0.9), (64, 0.75))  # GPUs, and how much of their sum is left after waiting for each other


def acoustic_step(size: Size, data: AcousticData, device: torch.device) -> Callable[[], None]:
    """Return a function that does a step of the acoustic model on noise."""
    module = AcousticModule(
        size.acoustic, SpeakerEncoder(size.speaker), AcousticTraining(), PhoneRecogniser(RecogniserConfig())
    ).to(device)
    states, frames = 60, data.frames
    mel = torch.randn(data.batch, frames, MEL.n_mels)
    one = torch.ones(data.batch)
    batch = AcousticBatch(
        symbols=torch.randint(5, 100, (data.batch, states)),
        durations=torch.full((data.batch, states), frames // states + 1),
        energy=torch.zeros(data.batch, states),
        frames=torch.arange(frames).expand(data.batch, -1),
        mel=mel,
        pitch=torch.zeros(data.batch, frames),
        reference=torch.randn(data.batch, data.reference_frames, MEL.n_mels),
        pitch_mean=5 * one, pitch_std=0.2 * one, quality=3 * one, contrast=6 * one, english=one,
        audible=torch.ones(data.batch, MEL.n_mels),
        seed=torch.arange(data.batch),
    ).to(device)  # fmt: skip
    optimiser = torch.optim.AdamW(module.learned.parameters())

    def step() -> None:
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            losses = module.losses(batch, module.learned)
        optimiser.zero_grad()
        module.weighed(losses).backward()
        optimiser.step()

    return step


def vocoder_step(size: Size, training: VocoderTraining, device: torch.device) -> Callable[[], None]:
    """Return a function that does a step of the vocoder and of its adversary on noise."""
    generator, adversary = Vocoder(size.vocoder).to(device), Discriminators().to(device)
    mel_loss = MultiScaleMelLoss().to(device)
    real = 0.05 * torch.randn(training.batch, training.frames * MEL.hop, device=device)
    mel = torch.randn(training.batch, training.frames, MEL.n_mels, device=device)
    f0 = torch.full((training.batch, training.frames), 120.0, device=device)
    heard = training.adversarial_frames * MEL.hop
    optimisers = [torch.optim.AdamW(side.parameters()) for side in (generator, adversary)]

    def step() -> None:
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            made = generator(mel, f0, torch.randn_like(real))
            scores = adversary(real[:, :heard])
            against = discriminator_loss(scores, adversary(made[:, :heard].detach()))
            answer = adversary(made[:, :heard])
            loss = training.mel_weight * mel_loss(made, real) + feature_loss(scores, answer) + generator_loss(answer)
        for optimiser, value in zip(optimisers, (loss, against), strict=True):
            optimiser.zero_grad()
            value.backward(retain_graph=True)
        for optimiser in optimisers:
            optimiser.step()

    return step


def measured(step: Callable[[], None], device: torch.device, steps: int) -> tuple[float, float]:
    """Seconds of a step, and its operations in units of 10^12."""
    with FlopCounterMode(display=False) as counter:
        step()
    step()
    if device.type == "cuda":
        torch.cuda.synchronize()
    start = time.perf_counter()
    for _ in range(steps):
        step()
    if device.type == "cuda":
        torch.cuda.synchronize()
    return (time.perf_counter() - start) / steps, counter.get_total_flops() / 1e12


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--size", default="small")
    options.add_argument("--price", type=float, default=3.0, help="of a GPU, an hour")
    options.add_argument(
        "--tflops", type=float, help="take a device with so many effective TFLOP/s for the measured one"
    )
    options.add_argument("--steps", type=int, default=5)
    chosen = options.parse_args()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    size, data, training = find_size(chosen.size), AcousticData(), VocoderTraining()
    frame = MEL.hop / MEL.sample_rate
    pace = 0.0  # seconds of computing for a second of speech
    for name, step, speech in (
        ("acoustic model", acoustic_step(size, data, device), data.batch * data.frames * frame),
        ("vocoder", vocoder_step(size, training, device), training.batch * training.frames * frame),
    ):
        seconds, operations = measured(step, device, chosen.steps)
        print(
            f"{name}, {size.name}, {device}: {seconds:.3f} s a step of {speech:.0f} s of speech, {operations:.2f} TFLOP"
        )
        seconds = operations / chosen.tflops if chosen.tflops else seconds
        pace += seconds / speech
    print(f"both: {pace * 3600:.1f} s for an hour of speech, heard once\n")
    print("| speech, hours | heard | " + " | ".join(f"{gpus} GPU" for gpus, _ in MACHINES) + " |")
    print("|---" * (2 + len(MACHINES)) + "|")
    for hours, heard in CORPORA:
        times = [hours * heard * pace / (gpus * share) for gpus, share in MACHINES]
        cells = [f"{t:,.1f} h, {t * gpus * chosen.price:,.0f} $" for t, (gpus, _) in zip(times, MACHINES, strict=True)]
        print(f"| {hours:,} | {heard} times | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
