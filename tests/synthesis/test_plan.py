from voiceclone.synthesis.plan import plan
from voiceclone.text import TextFrontend


def test_a_sentence_is_followed_by_a_longer_silence_than_a_part_of_one():
    long_sentence = ", ".join(["the boats came home in the evening"] * 20) + "."
    pauses = [item.pause for item in plan(long_sentence + " Good.", TextFrontend())]
    assert len(pauses) > 2
    assert pauses[0] < pauses[-1]


def test_all_words_are_planned_in_order():
    text = "One two three. Four five! Six?"
    words = [word.text for item in plan(text, TextFrontend()) for word in item.sentence.words]
    assert [word.strip(".!?") for word in words] == ["One", "two", "three", "Four", "five", "Six"]
