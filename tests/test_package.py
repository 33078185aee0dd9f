"""The package as a whole: its public names, and that importing it costs nothing."""

import doctest
import importlib

import pytest

import voiceclone


def test_importing_the_package_loads_nothing_heavy(run_python):
    loaded = run_python("import sys, voiceclone\nprint(*sys.modules)").split()
    heavy = {"numpy", "torch", "scipy", "soundfile", "librosa", "typer", "rich", "cryptography", "c2pa"}
    assert not heavy.intersection(loaded)


@pytest.mark.parametrize("name", ["Audio", "Consent", "Voice", "load_audio", "VoiceError", "errors", "__version__"])
def test_every_public_name_is_there(name):
    assert name in voiceclone.__all__
    assert name in dir(voiceclone)
    assert getattr(voiceclone, name) is not None


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        voiceclone.nothing  # noqa: B018


def test_every_error_of_the_tree_is_public():
    root = voiceclone.VoiceCloneError
    names = {
        name for name, value in vars(voiceclone.errors).items() if isinstance(value, type) and issubclass(value, root)
    }
    assert names <= set(voiceclone.__all__)


@pytest.mark.parametrize("module", ["audio.audio", "trust.consent", "trust.canonical", "trust.moments"])
def test_the_examples_in_the_docstrings_run(module):
    outcome = doctest.testmod(importlib.import_module(f"voiceclone.{module}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0
