"""Parameters of each network in the sizes `small`, `base` and `large`: `python benchmarks/sizes.py`."""

from voiceclone.training.sizes import SIZES, parameter_counts

if __name__ == "__main__":
    for size in SIZES.values():
        counts = ", ".join(f"{name} {count / 1e6:.1f} M" for name, count in parameter_counts(size).items())
        print(f"size {size.name}: {counts} parameters")
