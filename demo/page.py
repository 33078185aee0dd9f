"""The page: five tabs on the same voices."""

from typing import TYPE_CHECKING, Any

import gradio

from . import texts
from .sessions import Sessions
from .studio import Studio
from .tabs import detect, game, inside, speak, voices

if TYPE_CHECKING:
    from voiceclone import VoiceCloner

DELETION = (600, 3_000)  # seconds: every so often, what is older than that is deleted, whoever is still there
MOST_WAITING = 20  # visitors in the queue


def build(cloner: "VoiceCloner", sessions: Sessions) -> Any:
    """Return the page, not yet served."""
    studio = Studio(cloner, sessions)
    with gradio.Blocks(title=texts.TITLE, analytics_enabled=False, delete_cache=DELETION) as page:
        gradio.Markdown(texts.INTRODUCTION)
        with gradio.Tab(texts.SPEAK_TAB):
            choice = speak.add(studio)
        with gradio.Tab(texts.VOICES_TAB) as tab:
            voices.add(studio, tab, choice)
        with gradio.Tab(texts.DETECT_TAB):
            detect.add(studio)
        with gradio.Tab(texts.GAME_TAB):
            game.add(studio)
        with gradio.Tab(texts.INSIDE_TAB):
            inside.add(studio)

        def leave(request: gradio.Request) -> None:
            sessions.close(request.session_hash)

        page.unload(leave)
    page.queue(max_size=MOST_WAITING)
    return page
