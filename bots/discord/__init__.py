"""Discord: the same conversations as slash commands, buttons, menus, forms and direct messages."""
