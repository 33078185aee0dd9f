"""Hears which phones are spoken when: for checking that a text was said, and for saying it again in another voice.

Hands out nothing of its own; `network.PhoneRecogniser` maps a mel to phones, `alignment` finds a text in them.
"""
