"""Learning the weights from labelled texts: `python -m benchmarks train`."""
