"""A talk of more than two: who its parties are, how they come, and how it is led."""
