"""Drawings that several rooms show, and the visual language they are made with."""
