"""Consent, provenance, and the one door through which audio leaves.

`consent.Consent` says by what right a voice was enrolled, `permission.check_permission` whether that still holds;
`provenance.inspect` where a file comes from; `release.release` lets speech out in a voice.
"""
