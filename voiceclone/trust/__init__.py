"""Consent, and the one door through which audio leaves.

`consent.Consent` says by what right a voice was enrolled; `release.release` lets speech out in that voice.
"""
