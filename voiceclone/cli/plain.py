"""Texts that somebody else wrote, made fit for a terminal."""


def plain(text: str) -> str:
    """Return `text` without what would steer the terminal: a blank stands for each character that cannot be printed."""
    return "".join(character if character.isprintable() else " " for character in text)
