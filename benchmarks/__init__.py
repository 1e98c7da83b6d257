"""What is measured, and against which figure. Each prints a table; the last line is the summary."""
