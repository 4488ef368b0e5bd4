"""A fictional table, said to be so, made through the same gestures as a real one, room by room.

vote (a séance and its vote) · hypothese (moves) · plans (priorities, actions, money) · suite (up to closed minutes)."""
