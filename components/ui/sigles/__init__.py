"""Acronyms explain themselves: on hover where they are read, and in a foot list of the page, the print or the document.

In order of reading: pages (a whole HTML page), ecoute (what a screen of Streamlit draws), sigles.js (their hover).
"""
