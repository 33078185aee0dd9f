"""How alike a speech and its voice are, in plain words."""

from typing import TYPE_CHECKING

from voiceclone import AudioError

from . import texts

if TYPE_CHECKING:
    from voiceclone import VoiceCloner

    from .sessions import Said

_USUAL, _RARE = 0.25, 0.05  # shares of pairs


def likeness(cloner: "VoiceCloner", said: "Said") -> str:
    """What the figure is, and what it means: to the recording, where it was heard here, or else to the voice."""
    to = texts.TO_RECORDING if said.reference else texts.TO_VOICE
    try:
        found = cloner.compare(said.reference or said.voice, said.speech.audio)
    except AudioError:  # there is too little speech to say
        return texts.NO_LIKENESS.format(to=to)
    if found.rates is None or found.misleading is None:
        return texts.LIKENESS.format(to=to, score=found.score, meaning=texts.NOT_MEASURED)
    others, same = found.misleading
    if same >= _USUAL:
        verdict = texts.AS_ONE_PERSON
    elif others < _RARE:
        verdict = texts.MORE_THAN_OTHERS
    else:
        verdict = texts.AS_OTHERS
    meaning = texts.LIKENESS_MEANS.format(
        verdict=verdict, same=_of_hundred(same), others=_of_hundred(others), speakers=found.rates.speakers
    )
    return texts.LIKENESS.format(to=to, score=found.score, meaning=meaning)


def _of_hundred(share: float) -> str:
    return texts.LESS_THAN_ONE if share < 0.01 else f"{100 * share:.0f}"
