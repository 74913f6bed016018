"""The version, here alone: the package, its metadata and its caches read it."""

__version__ = "0.1.0"
