"""Stories of experience: writing, deciding, telling and counting."""
