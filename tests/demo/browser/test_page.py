"""The whole page in a browser, from a recording to what is made of it, and every way to go wrong."""

import os
import re
import subprocess
import sys
import time

import pytest

from demo import texts
from tests.conftest import ROOT
from voiceclone import Consent, Voice, VoiceCloner, detect, load_audio
from voiceclone.synthesis.attestation import ReadingScorers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.weights]

EXAMPLE = ROOT / "examples" / "reference.wav"
FIRST, *_, LAST = texts.TEXTS.values()
PLAYED = "Number(document.querySelector('#player [data-played], #player[data-played]')?.dataset.played)"


def upload(page, field, path):
    """Choose a file for an audio field of the page, and wait until it is there."""
    source = page.locator(f'#{field} [aria-label="Upload file"]')
    if source.count():
        source.click()
    page.set_input_files(f"#{field} input[type=file]", path)
    page.wait_for_selector(f"#{field} audio[src]", state="attached")


def attest(page):
    page.get_by_label(texts.ATTEST).check()
    page.locator("#promise input").check()


def tab(page, name):
    page.get_by_role("tab", name=name).click()


def speak(page, text=None):
    if text is not None:
        page.locator("#text textarea").fill(text)
    page.click("#speak")
    page.wait_for_selector("#picture .vc-figure")


def download(page, button, folder):
    with page.expect_download() as waiting:
        page.click(button)
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def message(page, text):
    """Wait for the message; return the id of its place."""
    found = page.locator('.vc-message [role="alert"]', has_text=text)
    found.wait_for()
    return found.locator("xpath=ancestor::*[starts-with(@id, 'message-')]").get_attribute("id")


def ask(page):
    """Ask for a sentence to read, and wait until it is there: the one before goes when it was used."""
    page.wait_for_selector("#sentence blockquote", state="detached")
    page.click("#ask")
    page.wait_for_selector("#sentence blockquote")


def let_challenges_expire(data):
    """Date back all challenges that the server of this data folder has issued."""
    code = (
        "from dataclasses import replace; from voiceclone.trust import challenge; "
        "challenge._keep([replace(each, expires='2020-01-01T00:00:00+00:00') for each in challenge._open()])"
    )
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "XDG_DATA_HOME": str(data)}, cwd=ROOT, check=True)


def choose(page, field, name):
    page.locator(f"#{field} input").click()
    page.get_by_role("option", name=name, exact=True).click()


def test_a_recording_becomes_speech_that_is_heard_kept_and_detected(visit, tmp_path):
    page = visit()
    upload(page, "reference", EXAMPLE)
    attest(page)
    speak(page, FIRST)
    page.wait_for_function(f"{PLAYED} > 24000")
    assert "real-time factor" in page.inner_text("#facts")
    assert texts.TO_RECORDING in page.inner_text("#facts")
    assert set(page.locator(".vc-word-text").all_text_contents()) >= {"old", "clock", "noon"}

    audio = load_audio(download(page, "#save-0", tmp_path))
    cloner = VoiceCloner.from_pretrained()
    words = ReadingScorers(cloner._hearing.recogniser, cloner.embed, cloner._strangers, cloner._english).words
    assert words(audio, FIRST) > words(audio, LAST)  # it is speech, and says what it should
    found = detect(next(tmp_path.glob("*.wav")))
    assert found.watermark.detected
    assert found.provenance.state in ("ours", "valid")
    assert download(page, "#save-1", tmp_path).read_text().startswith("1\n00:00")
    assert Voice.load(download(page, "#save-2", tmp_path)).consent.statement == texts.PROMISE

    tab(page, texts.DETECT_TAB)
    upload(page, "suspect", next(tmp_path.glob("*.wav")))
    page.click("#look")
    page.wait_for_selector("#evidence dl")
    assert "The watermark of this program was found" in page.inner_text("#evidence")
    assert page.locator("#evidence-picture .vc-mark").count() >= 1

    tab(page, texts.INSIDE_TAB)
    page.click("#inside")
    page.wait_for_selector("#inside-picture .vc-figure")
    assert page.locator("#inside-picture .vc-figure").count() == 5

    tab(page, texts.GAME_TAB)
    page.click("#play")
    page.get_by_text(texts.GAME_OWN).wait_for()
    page.locator("#guess").get_by_text("B", exact=True).click()
    page.click("#answer")
    page.wait_for_selector("#seen-1 dl")
    assert " of 1 right" in page.inner_text("#verdict")


def test_consent_is_given_aloud(visit, server, tmp_path):
    page = visit()
    upload(page, "reference", EXAMPLE)
    page.get_by_label(texts.READ).check()
    page.click("#speak")
    assert "consent" in message(page, texts.NOT_VERIFIED)
    page.click("#check")
    assert "reading" in message(page, texts.NO_CHALLENGE)
    ask(page)
    upload(page, "reading", EXAMPLE)
    page.click("#check")
    assert "reading" in message(page, "the sentence was not heard in the reading")
    ask(page)
    let_challenges_expire(server[1] / "data")
    page.click("#check")
    assert "reading" in message(page, "expired on 2020")
    ask(page)
    cloner = VoiceCloner.from_pretrained()  # stands in for the speaker, whose voice it has
    speaker = cloner.enroll(EXAMPLE, consent=Consent.self_attested())
    cloner.synthesize(page.locator("#sentence blockquote").inner_text(), speaker).save(tmp_path / "reading.wav")
    page.locator('#reading [aria-label="Clear"]').click()
    upload(page, "reading", tmp_path / "reading.wav")
    page.click("#check")
    page.get_by_text(texts.VERIFIED).wait_for()
    speak(page)
    assert Voice.load(download(page, "#save-2", tmp_path)).consent.level == "verified"


def test_voices_are_chosen_mixed_designed_kept_opened_and_deleted(visit, tmp_path):
    page = visit()
    tab(page, texts.VOICES_TAB)
    page.locator('#map .vc-point[data-voice="rowan"]').click()
    page.locator("#description", has_text="rowan").wait_for()
    page.locator('#map .vc-point[data-voice="hazel"]').focus()
    page.keyboard.press("Enter")
    page.locator("#description", has_text="hazel").wait_for()
    page.click("#mix")
    page.locator('#map .vc-point[data-voice^="hazel and"]').wait_for()
    page.click("#design")
    page.locator('#map .vc-point[data-voice="nobody 7"]').wait_for()
    page.locator("#news", has_text="is nobody").wait_for()
    page.click("#hear")
    page.wait_for_selector("#sample audio[src]", state="attached")
    page.wait_for_timeout(2_000)
    path = download(page, "#save-voice", tmp_path)
    assert Voice.load(path).name == "nobody 7"
    page.click("#delete")
    page.locator('#map .vc-point[data-voice="nobody 7"]').wait_for(state="detached")
    page.set_input_files("#open input[type=file]", path)
    page.locator('#map .vc-point[data-voice="nobody 7"]').wait_for()
    tab(page, texts.SPEAK_TAB)
    choose(page, "voice", "nobody 7")
    speak(page)
    tab(page, texts.INSIDE_TAB)
    page.click("#inside")
    page.get_by_text(texts.INSIDE_SAVED).wait_for()


def test_every_mistake_is_said_beside_its_field(visit, tmp_path):
    page = visit()
    (tmp_path / "notes.wav").write_text("these are notes")
    (tmp_path / "notes.voice").write_text("these are notes")
    page.click("#speak")
    assert "reference" in message(page, texts.NO_REFERENCE)
    upload(page, "reference", EXAMPLE)
    page.click("#speak")
    assert "consent" in message(page, texts.NO_CONSENT)
    page.get_by_label(texts.ATTEST).check()
    page.click("#speak")
    assert "consent" in message(page, texts.NO_PROMISE)
    page.locator("#promise input").check()
    page.locator("#text textarea").fill("...")
    page.click("#speak")
    assert "text" in message(page, "holds no word that can be spoken")
    page.locator("#text textarea").fill("a " * 2_000)
    page.get_by_text("4,000 of 3,000 characters").wait_for()
    page.click("#speak")
    assert "text" in message(page, "shorten it")
    page.locator('#reference [aria-label="Clear"]').click()
    page.set_input_files("#reference input[type=file]", tmp_path / "notes.wav")
    page.wait_for_timeout(2_000)
    page.locator("#text textarea").fill("Good.")
    page.click("#speak")
    assert "reference" in message(page, "is no audio")
    choose(page, "voice", "hazel")
    choose(page, "language", "Deutsch")
    page.click("#speak")
    assert "language" in message(page, "needs espeak-ng")

    tab(page, texts.VOICES_TAB)
    page.wait_for_selector("#map .vc-figure")
    page.click("#delete")
    assert "chosen" in message(page, texts.NOT_YOURS)
    choose(page, "second", page.locator("#first input").input_value())
    page.click("#mix")
    assert "mix" in message(page, texts.SAME_VOICE)
    page.locator("#design-pitch input[type=number]").fill("80")
    page.keyboard.press("Tab")
    page.click("#design")
    assert "design" in message(page, "has a pitch between")
    page.set_input_files("#open input[type=file]", tmp_path / "notes.voice")
    assert "open" in message(page, "cannot be used")

    tab(page, texts.DETECT_TAB)
    page.click("#look")
    assert "file" in message(page, texts.NO_FILE)
    page.reload()
    tab(page, texts.GAME_TAB)
    page.click("#answer")
    assert "guess" in message(page, texts.NO_ROUND)
    page.click("#play")
    page.get_by_text(texts.GAME_EXAMPLE).wait_for()
    page.click("#answer")
    assert "guess" in message(page, texts.NO_GUESS)
    tab(page, texts.INSIDE_TAB)
    page.click("#inside")
    message(page, texts.NOTHING_SAID)
    assert "Traceback" not in page.content()


def test_a_file_that_is_too_large_is_refused(visit, tmp_path):
    page = visit()
    (tmp_path / "long.wav").write_bytes(bytes(26 * 2**20))
    page.locator('#reference [aria-label="Upload file"]').click()
    page.set_input_files("#reference input[type=file]", tmp_path / "long.wav")
    page.get_by_text(re.compile("exceed the maximum allowed size of 25")).wait_for()


def test_a_long_text_shows_how_far_it_is_and_can_be_stopped(visit):
    page = visit()
    choose(page, "voice", "hazel")
    page.locator("#text textarea").fill("The old clock in the hall stopped just before noon. " * 20)
    page.click("#speak")
    page.get_by_text(texts.MAKING).wait_for()
    page.wait_for_function(f"{PLAYED} > 24000 && document.querySelector('#player progress').value > 0")
    assert page.inner_text("#facts") == ""  # it is heard while it is made
    page.get_by_role("button", name=texts.STOP).click()
    page.get_by_role("button", name=texts.STOP).wait_for(state="hidden")
    page.wait_for_selector("#picture .vc-figure")
    assert texts.PICTURE_CUT.strip().partition("{")[0] in page.inner_text("#picture")


def test_visitors_are_apart_and_leave_nothing_behind(visit, server):
    one, two = visit(), visit()
    upload(one, "reference", EXAMPLE)
    attest(one)
    speak(one)
    for page, there in ((one, 1), (two, 0)):
        tab(page, texts.VOICES_TAB)
        page.wait_for_selector("#map .vc-figure")
        assert page.locator(f'#map .vc-point[data-voice="{texts.OWN_NAME}"]').count() == there
    left = [
        path for path in server[1].glob("voiceclone-demo-*/*/*") if EXAMPLE.name in path.name or "my-voice" in path.name
    ]
    assert left
    one.context.close()
    for _ in range(100):
        if not any(path.exists() for path in left):
            break
        time.sleep(0.5)
    assert not any(path.exists() for path in left)


def test_the_keyboard_is_enough_from_a_recording_to_a_spoken_sentence(visit):
    page = visit()
    walk(page, "innerText === 'Record'")
    page.keyboard.press("Enter")
    page.wait_for_timeout(5_000)  # of the example, which the microphone plays
    walk(page, "innerText === 'Stop'")
    page.keyboard.press("Enter")
    page.wait_for_selector("#reference audio[src]", state="attached")
    walk(page, "type === 'radio'")
    page.keyboard.press("Space")
    page.get_by_label(texts.PROMISE).wait_for()  # the page asks for it when that is chosen
    walk(page, "type === 'checkbox'")
    page.keyboard.press("Space")
    walk(page, "id === 'speak'")
    page.keyboard.press("Enter")
    page.wait_for_selector("#picture .vc-figure")
    assert "old" in page.locator(".vc-word-text").all_text_contents()
    page.locator("#picture .vc-figure").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('#picture .vc-figure').scrollLeft > 0")
    page.get_by_role("tab", name=texts.SPEAK_TAB).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="rowan").wait_for()
    walk(page, "dataset.voice === 'rowan'")
    page.keyboard.press("Enter")
    page.locator("#description", has_text="rowan").wait_for()


def walk(page, goal):
    """Press Tab until what has the focus is so."""
    for _ in range(60):
        if page.evaluate(f"document.activeElement?.{goal}"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"there is no way with the keyboard to where {goal}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_telephone_in_light_and_dark(visit, scheme):
    page = visit(viewport={"width": 390, "height": 844}, color_scheme=scheme, has_touch=True)
    choose(page, "voice", "hazel")
    speak(page)
    for name in (texts.VOICES_TAB, texts.DETECT_TAB, texts.GAME_TAB, texts.INSIDE_TAB, texts.SPEAK_TAB):
        tab(page, name)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    colours = page.evaluate(
        "[getComputedStyle(document.querySelector('#picture .vc-figure')).color,"
        " getComputedStyle(document.body).backgroundColor]"
    )
    ink, paper = (sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in colours)
    assert (ink > paper) == (scheme == "dark")
    assert abs(ink - paper) > 400
