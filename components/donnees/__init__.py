"""Données: official files in, with a preview; what is loaded, its age and where it comes from; what is missing."""
