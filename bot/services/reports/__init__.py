"""When something was not right in a talk."""
