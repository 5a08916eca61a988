"""A mail server in this process with students in it, for the demo, for trying out and for tests."""
