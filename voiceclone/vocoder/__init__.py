"""The vocoder: a mel-spectrogram and a pitch to samples.

Hands out `Vocoder` and `VocoderConfig`; knows tensors, and nothing of the other networks.
"""
