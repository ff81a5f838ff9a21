"""Benchmarks: ratios taken in one run, never timed tests. `python -m benchmarks` runs them all and prints a table."""
