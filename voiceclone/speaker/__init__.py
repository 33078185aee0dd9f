"""The speaker encoder: who speaks in a recording, as one embedding and a few tokens.

Hands out `SpeakerEncoder` and `SpeakerConfig`; knows tensors, and nothing of the other networks.
"""
