"""The detector of synthetic speech: a small network that was taught to tell what people said from what machines made.

Hands out `find_synthetic`, which listens; `Detector` and `DetectorConfig` are the network.
"""
