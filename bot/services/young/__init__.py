"""What Maatje does with a message of a young person, before or instead of the flows."""
