"""Benchmarks: ratios measured side by side in one run, written into docs/benchmarks.md."""
