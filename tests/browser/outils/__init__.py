"""What the browser tests share: a server, a screen, a keyboard, a table, gestures."""
