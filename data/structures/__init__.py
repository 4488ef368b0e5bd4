"""Structures of the département, each once: what kinds exist (catalogue), those of the table (structures), their dated
stages (etapes), where they are (couverture)."""
