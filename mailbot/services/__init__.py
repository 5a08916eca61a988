"""One verb a module, one transaction a call; the only place where the rooms meet."""
