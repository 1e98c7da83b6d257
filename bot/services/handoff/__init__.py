"""From a wish to a talk: who is asked, who takes it, and how it begins and ends."""
