"""Bounds of the design, measured as ratios in one run: ``python -m benchmarks [name …] [--size N]``."""
