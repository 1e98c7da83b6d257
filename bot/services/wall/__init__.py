"""The wall: posting, looking, showing, reporting, withdrawing."""
