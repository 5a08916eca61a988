"""An embedded mail server with students in it."""
