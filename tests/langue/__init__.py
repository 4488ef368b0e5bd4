"""What screens and prints may say: the words that none may, and the screens read."""
