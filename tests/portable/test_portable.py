"""The exported networks say what torch says, in a process that never imports it, and only for their own weights."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.networks import ACOUSTIC, SPEAKER, save_tiny_model, tiny_encoder
from tests.voices import any_voice
from voiceclone import Consent, VoiceCloner
from voiceclone.audio.definition import MEL
from voiceclone.errors import VoiceError, WeightsError
from voiceclone.portable import OnnxNetworks, default_folder, onnx_folder
from voiceclone.synthesis import Delivery, Engine
from voiceclone.synthesis.engine import mel_of, speak
from voiceclone.synthesis.torch_networks import load_networks
from voiceclone.text.symbols import BEGIN, END
from voiceclone.vocoder.network import Vocoder
from voiceclone.vocoder.signal import filtered, harmonic_source, inverse_spectrogram, spectrogram
from voiceclone.vocoder.source import harmonic_source as torch_source

SYMBOLS = [BEGIN, *["b", "ˈɑ", "t", " ", "s", "i", ","] * 12, ".", END]


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    folder = tmp_path_factory.mktemp("weights")
    save_tiny_model(folder)
    return folder


@pytest.fixture(scope="module")
def networks(weights):
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    from voiceclone.portable.export import export

    return export(weights, weights / "onnx")[0].parent


@pytest.fixture
def voice(weights):
    embedding = np.eye(1, SPEAKER.embedding)[0]
    encoder = VoiceCloner.from_pretrained(weights)._encoder_fingerprint
    return any_voice(embedding=embedding, tokens=np.ones((9, ACOUSTIC.token_channels)), encoder=encoder)


@pytest.mark.parametrize("wishes", [{}, {"speed": 0.3, "pitch": 5.0, "pitch_range": 2.0, "energy": -6.0}])
def test_a_sentence_is_the_same_as_with_torch(weights, networks, voice, wishes):
    scores = [
        Engine(made).score(SYMBOLS, voice, Delivery(**wishes), seed=3)
        for made in (load_networks(weights), OnnxNetworks(networks))
    ]
    assert np.array_equal(scores[0].durations, scores[1].durations)
    for one, other in zip(mel_of(scores[0]), mel_of(scores[1]), strict=True):
        assert np.abs(one - other).max() < 1e-3
    whole, exported = (np.concatenate(list(speak(score))) for score in scores)
    assert np.abs(whole - exported).max() < 1e-3 * max(1.0, np.abs(whole).max())
    in_pieces = np.concatenate(list(speak(scores[1], pieces=True)))
    assert np.abs(in_pieces - exported).max() < 1e-3 * max(1.0, np.abs(whole).max())


def test_the_speaker_encoder_is_the_same_as_in_torch(networks):
    from voiceclone.portable.session import open_session

    mel = torch.randn(3, 282, MEL.n_mels, generator=torch.Generator().manual_seed(0)) - 3
    with torch.no_grad():
        wanted = tiny_encoder().half().float()(mel[:1])
    for one, other in zip(
        open_session(networks / "speaker.onnx").run(None, {"mel": mel[:1].numpy()}), wanted, strict=True
    ):
        assert np.abs(one - other.numpy()).max() < 1e-3


def test_a_cloner_speaks_without_torch_in_its_process(weights, networks, voice, tmp_path, run_python):
    voice.save(tmp_path / "me.voice")
    program = f"""
import sys
from voiceclone import Voice, VoiceCloner
cloner = VoiceCloner.from_pretrained({str(weights)!r}, engine={str(networks)!r})
audio = cloner.synthesize("A blickering clock, in 1998.", Voice.load({str(tmp_path / "me.voice")!r}))
assert audio.seconds > 0.5
print(sorted(name for name in sys.modules if name.partition(".")[0] in ("torch", "torchaudio", "librosa")))
"""
    assert run_python(program).strip() == "[]"


def test_what_was_exported_in_the_cache_is_used_of_itself(weights, networks, voice):
    assert onnx_folder("auto", weights) is None
    default_folder(weights).parent.mkdir(parents=True)
    default_folder(weights).symlink_to(networks)
    assert onnx_folder("auto", weights) == onnx_folder("onnx", weights) == default_folder(weights)
    assert onnx_folder("torch", weights) is None
    cloner = VoiceCloner.from_pretrained(weights)
    assert isinstance(cloner._engine(voice).networks, OnnxNetworks)


def test_an_export_of_other_weights_is_refused(weights, networks, tmp_path):
    other = json.loads((networks / "networks.json").read_text())
    other["source"]["vocoder"] = "another"
    (tmp_path / "networks.json").write_text(json.dumps(other))
    with pytest.raises(WeightsError, match="export-onnx"):
        onnx_folder(tmp_path, weights)
    with pytest.raises(WeightsError, match="export-onnx"):
        onnx_folder("onnx", weights)


def test_a_damaged_export_is_one_clear_error(networks, voice, tmp_path):
    (tmp_path / "networks.json").write_bytes((networks / "networks.json").read_bytes())
    (tmp_path / "symbols.onnx").write_bytes((networks / "symbols.onnx").read_bytes()[:100])
    with pytest.raises(WeightsError, match="export it again"):
        Engine(OnnxNetworks(tmp_path)).score(SYMBOLS, voice)


def test_a_voice_with_a_decoder_of_its_own_needs_torch(networks, voice):
    own = replace(voice, adaptation=np.ones(7, np.float32), consent=Consent.self_attested()).sealed(["0" * 64])
    with pytest.raises(VoiceError, match="torch"):
        Engine(OnnxNetworks(networks)).score(SYMBOLS, own)


def test_the_signal_path_is_that_of_torch():
    generator = np.random.default_rng(0)
    f0 = np.where(np.arange(80) % 25 < 17, np.linspace(90, 330, 80), 0).astype(np.float32)
    for start in (0, 31):
        wanted = torch_source(torch.from_numpy(f0)[None], start)[0].numpy()
        assert np.abs(harmonic_source(f0, start) - wanted).max() < 1e-3 * np.abs(wanted).max()
    samples = generator.standard_normal(40 * MEL.hop, dtype=np.float32)
    assert np.abs(inverse_spectrogram(spectrogram(samples)) - samples).max() < 1e-4
    filters = generator.standard_normal((40, 5 * 513), dtype=np.float32)
    pulses, noise = generator.standard_normal((2, 40 * MEL.hop), dtype=np.float32)
    from voiceclone.audio.spectrum import inverse_spectrogram as inverse
    from voiceclone.audio.spectrum import spectrogram as forward

    harmonic, random = forward(torch.from_numpy(np.stack([pulses, noise]))) / 513**0.5
    wanted = inverse(Vocoder._spectrum(None, torch.from_numpy(filters), harmonic, random)).numpy()
    assert np.abs(filtered(filters, pulses, noise) - wanted).max() < 1e-3
