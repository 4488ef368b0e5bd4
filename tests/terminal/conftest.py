"""The demonstration is tried on the file and the vote of the room of priorities."""

from tests.priorites.conftest import fichier, vote

__all__ = ["fichier", "vote"]
