"""A template and its context become subject, text and HTML; the only room that knows jinja2."""
