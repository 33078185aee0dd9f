"""The verb `compare`: recordings, voice files and names of voices that ship."""

from tests.voices import any_voice


def test_a_recording_is_compared_with_a_voice(command, cloner, reference):
    any_voice(name="ada").save("ada.voice")
    done = command("compare", reference, "ada.voice")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("likeness 0.700")
    [call] = cloner.calls
    assert (call["sides"][0], call["sides"][1].name) == (reference, "ada")


def test_a_voice_that_ships_can_be_compared(command, cloner, reference):
    assert command("compare", "hazel", reference).status == 0
    assert cloner.calls[-1]["sides"][0].name == "hazel"


def test_a_missing_voice_file_is_named(command, reference):
    assert "missing.voice" in command("compare", "missing.voice", reference).complaint
