"""Tests of the room « reponses »."""
