"""What whoever helps does in their chat, and how they came to help."""
