"""Discord's permissions, as far as this fake looks at them, and who has which to begin with."""

ADMINISTRATOR, MANAGE_SERVER = 1 << 3, 1 << 5
SEE, SEND, MANAGE_MESSAGES, EMBED, ATTACH, HISTORY = 1 << 10, 1 << 11, 1 << 13, 1 << 14, 1 << 15, 1 << 16
COMMANDS, MANAGE_EVENTS, SEND_IN_THREADS = 1 << 31, 1 << 33, 1 << 38
CREATE_EVENTS, USE_EXTERNAL_APPS, PIN = 1 << 44, 1 << 50, 1 << 51

MEMBER = SEE | SEND | EMBED | ATTACH | HISTORY | COMMANDS | SEND_IN_THREADS | USE_EXTERNAL_APPS
ORGANISER = MEMBER | MANAGE_EVENTS
BOT = MEMBER | CREATE_EVENTS | PIN
EXTERNAL_APP = SEND | EMBED | ATTACH  # what an app has where it is no member
