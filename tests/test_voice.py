"""Voice: what it accepts, and that it comes out of its file as it went in, or not at all."""

import itertools
import os
import pickle

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.numpy import save_file

from tests.voices import RECORDING, any_voice, unsealed_voice
from voiceclone.errors import ConsentError, OutputError, VoiceError
from voiceclone.trust.canonical import canonical
from voiceclone.trust.consent import Consent
from voiceclone.trust.fingerprint import array_fingerprint
from voiceclone.trust.reading import Reading
from voiceclone.trust.revocation import revoke
from voiceclone.voice import HEADER, TENSORS, VERSION, Voice

ARRAYS = tuple(TENSORS)


def assert_same(one: Voice, other: Voice):
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    for name in ("name", "pitch_mean", "pitch_std", "consent", "encoder"):
        assert getattr(one, name) == getattr(other, name)


def test_a_voice_comes_out_of_its_file_as_it_went_in(tmp_path):
    voice = any_voice(name="Ærøskøbing 声")
    voice.save(tmp_path / "nobody.voice")
    assert_same(Voice.load(tmp_path / "nobody.voice"), voice)
    assert os.listdir(tmp_path) == ["nobody.voice"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(),
    pitch_mean=st.floats(allow_nan=False, allow_infinity=False),
    pitch_std=st.floats(0, allow_infinity=False),
    encoder=st.text(min_size=1),
)
def test_every_voice_comes_out_of_its_file_as_it_went_in(tmp_path, **fields):
    voice = any_voice(**fields)
    voice.save(tmp_path / "any.voice")
    assert_same(Voice.load(tmp_path / "any.voice"), voice)


def test_a_voice_cannot_be_changed():
    voice = any_voice()
    for name in ARRAYS:
        assert getattr(voice, name).dtype == np.float32
        with pytest.raises(ValueError, match="WRITEABLE"):
            getattr(voice, name).setflags(write=True)
    with pytest.raises(AttributeError):
        voice.name = "somebody"


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("embedding", np.ones((1, 192)), "embedding has 1 dimension"),
        ("embedding", np.ones(192), "unit length"),
        ("embedding", np.zeros(192), "unit length"),
        ("embedding", np.full(192, np.nan), "embedding contains NaN"),
        ("embedding", "abc", "array of numbers"),
        ("tokens", np.ones(64), "tokens has 2 dimension"),
        ("tokens", np.ones((0, 64)), "none empty"),
        ("tokens", np.full((2, 2), np.inf), "tokens contains NaN or infinity"),
        ("spectrum", np.ones((100, 1)), "spectrum has 1 dimension"),
        ("pitch_mean", float("nan"), "pitch_mean"),
        ("pitch_mean", "5", "pitch_mean"),
        ("pitch_mean", 10**400, "pitch_mean"),
        ("pitch_std", -0.1, "negative"),
        ("consent", "self", "Consent"),
        ("encoder", "", "fingerprint"),
        ("name", None, "name"),
    ],
)
def test_what_is_no_voice_is_refused(field, value, complaint):
    with pytest.raises(VoiceError, match=complaint):
        any_voice(**{field: value})


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(VoiceError, match=r"me\.voice: there is no such voice file"):
        Voice.load(tmp_path / "me.voice")


def test_a_folder_is_no_voice(tmp_path):
    with pytest.raises(VoiceError, match="not a file"):
        Voice.load(tmp_path)


@pytest.mark.parametrize(
    "content",
    [b"", b"RIFF....WAVE", b"\0" * 5_000, b"\xff" * 5_000, pickle.dumps({"a": 1}), b"\x02\0\0\0\0\0\0\0{}"],
)
def test_a_foreign_file_is_refused(tmp_path, content):
    (tmp_path / "foreign.voice").write_bytes(content)
    with pytest.raises(VoiceError, match=r"foreign\.voice: cannot be used"):
        Voice.load(tmp_path / "foreign.voice")


def test_weights_are_no_voice(tmp_path):
    save_file({"layer": np.ones(3, dtype=np.float32)}, tmp_path / "weights.voice", metadata={"format": "pt"})
    with pytest.raises(VoiceError, match="a safetensors file, but no voice"):
        Voice.load(tmp_path / "weights.voice")


def test_a_file_too_large_for_a_voice_is_not_read(tmp_path):
    any_voice().save(tmp_path / "large.voice")
    os.truncate(tmp_path / "large.voice", 2**30)
    with pytest.raises(VoiceError, match="too large"):
        Voice.load(tmp_path / "large.voice")


@pytest.mark.parametrize("kept", [1, 7, 100, 500, 2_000, -1])
def test_a_truncated_file_is_refused(tmp_path, kept):
    any_voice().save(tmp_path / "cut.voice")
    (tmp_path / "cut.voice").write_bytes((tmp_path / "cut.voice").read_bytes()[:kept])
    with pytest.raises(VoiceError, match="damaged or cut off"):
        Voice.load(tmp_path / "cut.voice")


def write_changed(path, tensors=None, **changes):
    """Write a voice with some tensors and some of its record replaced; None takes one away."""
    voice = any_voice()
    record = {
        "version": VERSION,
        "name": voice.name,
        "pitch_mean": voice.pitch_mean,
        "pitch_std": voice.pitch_std,
        "consent": voice.consent.to_json(),
        "encoder": voice.encoder,
        **changes,
    }
    arrays = {**{name: getattr(voice, name) for name in ARRAYS}, **(tensors or {})}
    save_file(
        {name: array for name, array in arrays.items() if array is not None},
        path,
        metadata={HEADER: canonical({key: value for key, value in record.items() if value is not None})},
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 1},
        {"version": VERSION + 1},
        {"version": None},
        {"name": None},
        {"name": 3},
        {"pitch_mean": 5.2},
        {"pitch_mean": [5]},
        {"pitch_std": 0.1},
        {"encoder": "e"},
        {"consent": None},
        {"consent": "self"},
        {"consent": {"level": "none", "statement": "x", "created": "2024-01-01T00:00:00+00:00"}},
        {"consent": {"level": ["self"], "statement": "x", "created": "2024-01-01T00:00:00+00:00"}},
        {"encoder": None},
        {"tensors": {"embedding": None}},
        {"tensors": {"tokens": np.ones(3, dtype=np.float32)}},
        {"tensors": {"embedding": np.full(192, np.nan, dtype=np.float32)}},
        {"tensors": {"spectrum": np.array([True])[:0]}},
        {"tensors": {"spectrum": np.ones(100, dtype=np.float32)}},
    ],
)
def test_a_voice_with_a_wrong_or_missing_part_is_refused(tmp_path, changes):
    write_changed(tmp_path / "changed.voice", **changes)
    with pytest.raises(VoiceError, match=r"changed\.voice: .*enrol the speaker again"):
        Voice.load(tmp_path / "changed.voice")


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 1_200), st.integers(0, 255)), min_size=1, max_size=5))
def test_a_damaged_file_is_a_voice_or_refused_and_nothing_else(tmp_path, damages):
    any_voice().save(tmp_path / "any.voice")
    content = bytearray((tmp_path / "any.voice").read_bytes())
    for place, value in damages:
        content[place] = value
    (tmp_path / "any.voice").write_bytes(content)
    try:
        loaded = Voice.load(tmp_path / "any.voice")
    except VoiceError:
        return
    loaded.check_seal()


def test_what_was_changed_by_nobody_can_be_loaded(tmp_path):
    write_changed(tmp_path / "same.voice")
    Voice.load(tmp_path / "same.voice").check_seal()


def test_an_edit_of_any_byte_is_refused_or_leaves_the_voice_as_it_was_but_for_its_name(tmp_path):
    voice = any_voice(tokens=np.ones((2, 4)), spectrum=np.ones(4), correction=np.ones(4), embedding=[0.6, 0.8])
    voice.save(tmp_path / "any.voice")
    whole = (tmp_path / "any.voice").read_bytes()
    for place, bit in zip(range(8, len(whole), 3), itertools.cycle((0x01, 0x20))):
        (tmp_path / "any.voice").write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        try:
            loaded = Voice.load(tmp_path / "any.voice")
        except VoiceError:
            continue
        assert loaded.fingerprint == voice.fingerprint
        assert loaded.consent == voice.consent


def test_another_voice_s_consent_is_refused(tmp_path):
    other = any_voice(pitch_mean=4.7)
    write_changed(tmp_path / "swapped.voice", consent=other.consent.to_json())
    with pytest.raises(VoiceError, match="another voice"):
        Voice.load(tmp_path / "swapped.voice")


def test_a_voice_without_a_sealed_consent_is_neither_saved_nor_loaded(tmp_path):
    with pytest.raises(ConsentError, match="not bound"):
        unsealed_voice().save(tmp_path / "unsealed.voice")
    assert not os.listdir(tmp_path)
    write_changed(tmp_path / "unsealed.voice", consent=Consent.self_attested().to_json())
    with pytest.raises(VoiceError, match="not bound"):
        Voice.load(tmp_path / "unsealed.voice")


def test_a_voice_may_be_called_otherwise(tmp_path):
    write_changed(tmp_path / "renamed.voice", name="Ada")
    assert Voice.load(tmp_path / "renamed.voice").name == "Ada"


def test_an_expired_voice_can_be_looked_at(tmp_path):
    any_voice(consent=Consent.self_attested(expires="2020-01-01")).save(tmp_path / "old.voice")
    assert Voice.load(tmp_path / "old.voice").consent.expires.startswith("2020")


def test_a_voice_can_be_put_under_another_consent():
    voice = any_voice(consent=Consent.self_attested(expires="2020-01-01"))
    renewed = voice.with_consent(Consent.self_attested(expires="2035-01-01"))
    renewed.check_seal()
    assert renewed.consent.seal.references == voice.consent.seal.references


def test_a_revoked_voice_cannot_be_put_under_another_consent():
    voice = any_voice()
    revoke(voice.consent.id)
    with pytest.raises(ConsentError, match="revoked"):
        voice.with_consent(Consent.self_attested())


def reading_by(voice: Voice) -> Reading:
    return Reading("0" * 16, "I allow it.", "1" * 64, array_fingerprint(voice.embedding), -1.0, -3.0, 0.9)


def test_a_reading_counts_for_the_voice_that_read():
    voice, other = any_voice(), any_voice(embedding=np.eye(192)[0])
    assert voice.with_consent(Consent.verified(reading_by(voice))).consent.level == "verified"
    with pytest.raises(ConsentError, match="another voice"):
        voice.with_consent(Consent.verified(reading_by(other)))
    with pytest.raises(ConsentError, match="another voice"):
        unsealed_voice(consent=Consent.verified(reading_by(other))).sealed([RECORDING])


def test_a_missing_folder_is_named_and_nothing_written(tmp_path):
    with pytest.raises(OutputError, match="does not exist"):
        any_voice().save(tmp_path / "missing" / "me.voice")


def test_a_voice_needs_no_torch(run_python):
    run_python("import sys, voiceclone\nvoiceclone.Voice\nassert 'torch' not in sys.modules")
