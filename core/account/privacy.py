"""/privacy: what is kept, where, who can see it, for how long, and how to get it all or be rid of it.

Every sentence of it is true of the code; whoever changes the code looks here: what is tidied, and when, is in
core/app.py, what is left out of logs in bots/logs.py, what readers take of messages in core/imports/.
"""

from core.chat.command import Context, command
from core.chat.reply import Answer, Bold, Button, Reply, action, lines, say
from core.chat.words import _


@command(
    "privacy",
    summary=_("What I keep, who can see it, and how to get or erase it"),
    examples=("/privacy",),
    reads=True,
)
async def privacy(ctx: Context) -> Answer:
    in_terminal = ctx.actor.platform == "terminal"
    return Reply(
        text=lines(
            Bold(say(_("What you tell me stays between us"))),
            say(
                _(
                    "I keep what you have me note: people, what passed between you, reminders, asks, promises, "
                    "events, your settings; and the name and number of your chat account."
                )
            ),
            say(_("Of files that you send I keep what you import. Of messages in them: who and when, never what.")),
            say(_("It is kept in the database on this machine, and goes nowhere else."))
            if in_terminal
            else say(
                _(
                    "It is kept in the database of whoever runs me. They could read it; nobody else who talks to "
                    "me can, and what is asked in a group I answer in private. What we write passes through this "
                    "chat's servers."
                )
            ),
            say(
                _(
                    "Of you, others see what you do in front of them: your answer to a group's event, by name for "
                    "that group alone; and of your card what is shown, once both of you have pressed Share. "
                    "Whoever runs a calendar that you follow sees that it is read, not by whom."
                )
            ),
            say(
                _(
                    "I keep it until you erase it. /undo goes back 24 hours; what it needs, questions and files "
                    "that wait are gone after two days, old digests and reminders after sixty."
                )
            ),
            say(_("/export gives you everything. /forget erases one person, /forgetme everything.")),
        ),
        rows=((Button(say(_("Export everything")), action("export", "everything")),),),
    )
