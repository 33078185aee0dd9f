"""The contract: whatever returns audio, by whichever way, returns it with the watermark of this installation."""

import shutil
from pathlib import Path

import numpy as np
import pytest

import voiceclone
from demo import texts
from tests.demo.visitors import Page
from voiceclone import Audio, Consent, VoiceCloner, load_audio
from voiceclone.cli.main import app as command_line
from voiceclone.cli.main import run
from voiceclone.trust.marking.detect import find_watermark
from voiceclone.trust.marking.origin import payload_of

pytestmark = [pytest.mark.weights, pytest.mark.slow]

REFERENCE = Path(__file__).parents[2] / "examples" / "reference.wav"
SAID = (
    "The harbor was quiet that evening. A few boats came home early, and their lamps moved slowly over the dark water. "
    "Somebody on the quay was singing an old song."
)
TEXT = "The old clock in the hall stopped just before noon, and nobody knew why the bridge had been closed."


@pytest.fixture(scope="module")
def cloner():
    return VoiceCloner.from_pretrained()


@pytest.fixture
def voice(cloner):
    return cloner.enroll(REFERENCE, consent=Consent.self_attested())


def synthesize(cloner, voice, folder):
    return cloner.synthesize(TEXT, voice)


def narrate(cloner, voice, folder):
    return cloner.narrate(TEXT, voice).audio


def stream(cloner, voice, folder):
    return Audio(np.concatenate([piece.samples for piece in cloner.stream(TEXT, voice)]), cloner.sample_rate)


def convert(cloner, voice, folder):
    return cloner.convert(REFERENCE, SAID, voice)


def convert_command(cloner, voice, folder):
    output = folder / "out.wav"
    assert run(["convert", str(REFERENCE), "--voice", "hazel", "--text", SAID, "-o", str(output)]) == 0
    return load_audio(output)


def joined(cloner, voice, folder):
    return voiceclone.Speech.joined(list(cloner.stream(TEXT, voice)), []).audio


def say(cloner, voice, folder, *options):
    voice.save(folder / "me.voice")
    output = folder / "out.wav"
    assert run(["say", TEXT, "--voice", str(folder / "me.voice"), "-o", str(output), *options]) == 0
    return load_audio(output)


def say_streaming(cloner, voice, folder):
    return say(cloner, voice, folder, "--stream")


def say_without_torch(cloner, voice, folder):
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    assert run(["export-onnx", "--output", str(folder / "networks")]) == 0
    return say(cloner, voice, folder, "--engine", str(folder / "networks"))


def book(cloner, voice, folder):
    voice.save(folder / "me.voice")
    (folder / "tale.txt").write_text(TEXT)
    assert (
        run(["book", str(folder / "tale.txt"), "--voice", str(folder / "me.voice"), "-o", str(folder / "out.wav")]) == 0
    )
    return load_audio(folder / "out.wav")


def batch(cloner, voice, folder, *options):
    voice.save(folder / "me.voice")
    (folder / "lines.csv").write_text(f'text,voice,file\n"{TEXT}",me.voice,out.wav\n')
    command = ["batch", str(folder / "lines.csv"), "--output-dir", str(folder), "--workers", "1"]
    assert run([*command, *options]) == 0
    return load_audio(folder / "out.wav")


def batch_on_a_cluster(cloner, voice, folder):
    pytest.importorskip("ray")
    return batch(cloner, voice, folder, "--cluster", "local")


def demo_speak(cloner, voice, folder):
    shutil.copy(REFERENCE, folder / "reference.wav")
    page = Page(cloner)
    rest = (str(folder / "reference.wav"), "me", texts.ATTEST, True)
    seen = page.press("speak", TEXT, "en", texts.NEW_VOICE, 1.0, 0.0, 1.0, *rest)
    audio = load_audio(seen["speech"])
    page.sessions.close_all()
    return audio


def demo_listen(cloner, voice, folder):
    page = Page(cloner)
    page.session().keep(voice, "me")
    audio = load_audio(page.press("listen", "me")["sample"])
    page.sessions.close_all()
    return audio


def demo_play(cloner, voice, folder):
    page = Page(cloner)
    page.press("play")
    game = page.session().round
    audio = load_audio(game.clips[game.made])
    page.sessions.close_all()
    return audio


WAYS = {
    "VoiceCloner.synthesize": synthesize,
    "VoiceCloner.narrate": narrate,
    "VoiceCloner.stream": stream,
    "VoiceCloner.convert": convert,
    "Speech.joined": joined,
    "voiceclone say": say,
    "voiceclone say --stream": say_streaming,
    "voiceclone say --engine": say_without_torch,
    "voiceclone book": book,
    "voiceclone convert": convert_command,
    "voiceclone batch": batch,
    "voiceclone batch --cluster": batch_on_a_cluster,
    "demo speak": demo_speak,
    "demo listen": demo_listen,
    "demo play": demo_play,
}
# What a user can call, and that returns no speech; a new name must be put here or among the ways above.
SILENT_METHODS = {
    "from_pretrained", "sample_rate", "enroll", "embed", "challenge", "verify", "look_inside",
    "presets", "preset", "design", "mix", "compare", "nearest_training_speaker", "refitted",
}  # fmt: skip
SILENT_NAMES = {
    "Audio", "Consent", "Delivery", "Voice", "VoiceCloner", "detect", "errors", "load_audio", "__version__",
}  # fmt: skip
SILENT_VERBS = {
    "enroll",
    "finetune",
    "design",
    "mix",
    "compare",
    "inspect",
    "detect",
    "demo",
    "evaluate",
    "export_onnx",
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_out_is_marked(way, cloner, voice, tmp_path):
    audio = WAYS[way](cloner, voice, tmp_path)
    found = find_watermark(audio.samples, audio.sample_rate)
    assert found.detected
    assert found.payload == payload_of(voice.encoder)


def test_no_way_out_is_forgotten():
    methods = {name for name in vars(VoiceCloner) if not name.startswith("_")}
    assert methods == SILENT_METHODS | {way.removeprefix("VoiceCloner.") for way in WAYS if "VoiceCloner." in way}
    errors = {name for name in voiceclone.__all__ if name.endswith("Error")}
    assert set(voiceclone.__all__) - errors == SILENT_NAMES | {"Speech"}
    verbs = {command.callback.__name__ for command in command_line.registered_commands}
    assert verbs == SILENT_VERBS | {"say", "book", "batch", "convert"}
    assert {group.name for group in command_line.registered_groups} == {"consent", "certificate", "data", "trust"}


def test_no_button_of_the_demo_is_forgotten(cloner):
    buttons = {
        function.api_name for function in Page(cloner).blocks.fns.values() if function.api_visibility == "public"
    }
    silent = {"mix", "design", "detect", "judge", "inside"}
    assert buttons == silent | {way.removeprefix("demo ") for way in WAYS if way.startswith("demo ")}
