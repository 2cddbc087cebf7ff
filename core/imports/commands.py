"""/import, and the buttons under a file that somebody has sent."""

from core.chat.command import Context, Subject, command, on_press, on_press_work
from core.chat.reply import Answer, LinkButton, Reply, lines, say
from core.chat.words import _
from core.facts.ids import ImportId
from core.imports import staging
from core.imports.adding import add_everybody, take_back
from core.imports.wrong import EXPORT_PAGE, how_to_get_it


@command(
    "import",
    summary=_("Bring in the people you know from LinkedIn"),
    examples=("/import",),
    reads=True,
)
async def bring_in(ctx: Context) -> Answer:
    return Reply(
        text=lines(
            say(_("I can bring in everybody you are connected with on LinkedIn.")),
            how_to_get_it(),
            say(
                _("Then send it to me right here: Connections.csv, or the whole ZIP.")
                if ctx.alone
                else _("Then use /import with the file as its option: Connections.csv, or the whole ZIP.")
            ),
            say(_("You see what is in it before anything is added, and can take it all back.")),
        ),
        rows=((LinkButton(say(_("Get it from LinkedIn")), EXPORT_PAGE),),),
    )


@on_press("cancel-import")
async def cancel(ctx: Context, import_id: str) -> Answer:
    return await staging.cancel(ctx.tx, ctx.owner, ImportId(import_id))


SUBJECT = Subject(
    commands=(bring_in,),
    actions=(on_press_work("import")(add_everybody), cancel),
    takes_upload=staging.stage,
    undoes={"imported": take_back},
)
