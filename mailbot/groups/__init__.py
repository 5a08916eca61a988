"""Which slots to open, who goes where, when sessions are, and which reminders are due. Pure."""
