"""Inside a talk with a human: words that cross, others who come beside it, what surrounds it."""
