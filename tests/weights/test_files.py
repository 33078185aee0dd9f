import json

import pytest
import torch
from safetensors.torch import save_file

from tests.networks import VOCODER, tiny_vocoder
from voiceclone.errors import WeightsError
from voiceclone.speaker.config import SpeakerConfig
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.vocoder.config import VocoderConfig
from voiceclone.vocoder.network import Vocoder
from voiceclone.weights import load_network, save_network


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "vocoder.safetensors"
    save_network(tiny_vocoder(), VOCODER, path)
    return path


def test_a_network_comes_back_with_its_configuration_ready_to_run(path):
    network = load_network(Vocoder, VocoderConfig, path)
    assert network.config == VOCODER
    assert not network.training
    for name, tensor in tiny_vocoder().state_dict().items():
        assert torch.allclose(network.state_dict()[name], tensor, atol=2e-3)


def test_a_network_that_is_loaded_during_inference_can_take_part_in_learning_later(path):
    with torch.inference_mode():
        network = load_network(Vocoder, VocoderConfig, path)
    assert not any(parameter.is_inference() for parameter in network.parameters())


def test_another_network_is_refused(path):
    with pytest.raises(WeightsError, match="no SpeakerEncoder"):
        load_network(SpeakerEncoder, SpeakerConfig, path)


def test_a_truncated_file_is_refused(path):
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(WeightsError, match="damaged"):
        load_network(Vocoder, VocoderConfig, path)


def test_garbage_and_nothing_are_refused(path, tmp_path):
    path.write_bytes(b"not a weights file at all")
    for file in (path, tmp_path / "missing.safetensors"):
        with pytest.raises(WeightsError):
            load_network(Vocoder, VocoderConfig, file)


def test_weights_of_another_mel_definition_are_refused(tmp_path):
    path = tmp_path / "foreign.safetensors"
    tensors = {name: tensor.half() for name, tensor in tiny_vocoder().state_dict().items()}
    header = {"format": "voiceclone-1", "network": "Vocoder", "config": json.dumps({}), "inputs": "0" * 16}
    save_file(tensors, path, header)
    with pytest.raises(WeightsError, match="another mel definition"):
        load_network(Vocoder, VocoderConfig, path)
