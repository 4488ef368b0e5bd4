"""From what a file says to what this département keeps.

depot (several files at once) < chargement (one file) < preparation, carte, lieux, patients (pieces to write, or
refusals) < ecritures (what a piece changes, then writes) · communes_actuelles, reperage, secret (checks) · offre,
retrait (gestures)."""
