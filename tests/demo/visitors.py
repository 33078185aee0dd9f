"""A visitor of the page without a browser: presses buttons, and sees what becomes of the components."""

from dataclasses import dataclass
from typing import Any

from gradio.components import Component

from demo.page import build
from demo.sessions import Session, Sessions
from voiceclone import VoiceCloner


@dataclass
class Request:
    """What the page tells of who pressed a button."""

    session_hash: str


class Page:
    """The page, not served, with handlers that can be called."""

    def __init__(self, cloner: VoiceCloner) -> None:
        self.cloner = cloner
        self.sessions = Sessions()
        self.blocks = build(cloner, self.sessions)

    def session(self, visitor: str = "one") -> Session:
        return self.sessions.of(visitor)

    def press(self, api_name: str, *values: Any, visitor: str = "one", **named: Any) -> dict[str, Any]:
        """Call the handler of this name; return what became of each component, by its id on the page."""
        (function,) = [function for function in self.blocks.fns.values() if function.api_name == api_name]
        seen: dict[Component, Any] = {}
        for update in function.fn(*values, request=Request(visitor), **named):
            seen |= update
        return {component.elem_id: value for component, value in seen.items()}


def messages(seen: dict[str, Any]) -> dict[str, str]:
    """The messages that are shown, by the field beside which they stand."""
    return {
        name.rpartition("-")[2]: value.removeprefix('<p role="alert">').removesuffix("</p>")
        for name, value in seen.items()
        if str(name).startswith("message-") and value
    }
