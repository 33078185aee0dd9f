"""All ways through a table of scores, by brute force: what a search over them is checked against."""

import itertools


def all_paths(scores):
    """Yield every monotonic path through `(frames, states)` and its total, by brute force."""
    frames, states = scores.shape
    for cuts in itertools.combinations(range(1, frames), states - 1):
        path = [sum(frame >= cut for cut in cuts) for frame in range(frames)]
        yield path, sum(float(scores[frame, state]) for frame, state in enumerate(path))
