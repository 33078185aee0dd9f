"""Evaluation: how intelligible, alike and natural the voices are, beside real recordings of the same people.

The room listens with judges that no network was trained on, between a floor (other people) and a ceiling (the person).
It hands out `run.run`, which the command calls; `evaluate.evaluate_cloning`, for any cloner; and the judges' protocols.
"""
