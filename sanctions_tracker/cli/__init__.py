"""The command: every subcommand mirrors one call of the library."""

from .main import main

__all__ = ["main"]
