"""The cellar: the only place that knows SQLite, SQL and files. Rooms ask it for frames and hand it gestures."""
