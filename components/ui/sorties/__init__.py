"""What leaves the screen: telechargements (buttons and routes of files), exports (tables), documents (Word)."""
