"""How every published figure is made: `python -m benchmarks` (README.md tells what each means)."""
