"""Challenges: fresh, short-lived, and good for one attempt."""

import os
import random
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from voiceclone.errors import ConsentError
from voiceclone.trust import home
from voiceclone.trust.challenge import FILE, LIFE, issue, redeem
from voiceclone.trust.challenge_words import WORDS
from voiceclone.trust.moments import now


def test_a_sentence_names_the_purpose_and_six_random_words():
    first, second = issue("reading bedtime stories"), issue("reading bedtime stories")
    assert re.fullmatch(r"[A-Za-z ]+\. [A-Za-z ]+(, [a-z]+){0}[a-z, ]+ and [a-z]+\.", first.sentence)
    assert "speak in my voice for reading bedtime stories" in first.sentence
    assert len(set(first.nonce)) == 6
    assert first.nonce != second.nonce
    assert first.id != second.id


def test_the_words_are_many_and_each_is_there_once():
    assert len(WORDS) == len(set(WORDS)) >= 256
    assert all(re.fullmatch(r"[a-z]{4,9}", word) for word in WORDS)


@pytest.mark.parametrize("purpose", ["", " ", "1984", "a, b", "naïve", "x" * 101, "one " * 13, "line\nbreak"])
def test_a_purpose_that_cannot_be_read_out_is_refused(purpose):
    with pytest.raises(ConsentError, match="plain English words"):
        issue(purpose)


def test_a_challenge_is_good_for_one_attempt():
    challenge = issue()
    assert redeem(challenge.id) == challenge
    with pytest.raises(ConsentError, match="was used"):
        redeem(challenge.id)


def test_a_challenge_expires():
    challenge = issue()
    with pytest.raises(ConsentError, match="expired"):
        redeem(challenge.id, at=now() + LIFE + timedelta(seconds=1))


def test_an_unknown_challenge_is_refused():
    issue()
    with pytest.raises(ConsentError, match="not issued here"):
        redeem("0" * 16)


def test_several_challenges_are_open_at_once_and_expired_ones_are_forgotten():
    old = issue(at=now() - 2 * LIFE)
    challenges = [issue() for _ in range(3)]
    assert old.id.encode() not in home.read(FILE)
    for challenge in challenges:
        assert redeem(challenge.id) == challenge


def test_decoys_differ_in_every_random_word_and_in_nothing_else():
    challenge = issue()
    decoys = challenge.decoys(20, random.Random(1))
    assert len(set(decoys)) == 20
    start = challenge.sentence.index(challenge.nonce[0])
    for decoy in decoys:
        assert decoy[:start] == challenge.sentence[:start]
        assert not set(re.findall(r"[a-z]+", decoy[start:])) & set(challenge.nonce)
    assert decoys == challenge.decoys(20, random.Random(1))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000), st.sampled_from([0x01, 0x20]))
def test_a_change_of_any_byte_of_what_is_kept_is_refused(data_folder, place, bit):
    (data_folder / FILE).unlink(missing_ok=True)
    challenge = issue()
    content = bytearray((data_folder / FILE).read_bytes())
    content[place % len(content)] ^= bit
    (data_folder / FILE).write_bytes(content)
    with pytest.raises(ConsentError, match=r"challenges\.json: is damaged or was changed"):
        redeem(challenge.id)


def test_a_challenge_that_another_installation_signed_is_refused(data_folder):
    challenge = issue()
    (data_folder / "installation_key.pem").unlink()
    with pytest.raises(ConsentError, match="changed"):
        redeem(challenge.id)


@pytest.mark.skipif(sys.platform != "linux", reason="the folder is named by XDG_DATA_HOME")
def test_only_one_of_several_processes_redeems_a_challenge():
    program = f"from voiceclone.trust.challenge import redeem\nredeem({issue().id!r})"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    processes = [
        subprocess.Popen([sys.executable, "-c", program], env=environment, stderr=subprocess.DEVNULL) for _ in range(3)
    ]
    assert sorted(process.wait(timeout=60) for process in processes) == [0, 1, 1]
