"""/import, and the buttons under what somebody has sent."""

from dataclasses import replace

from core.chat.command import Context, Subject, command, on_press, on_press_work
from core.chat.reply import Answer, Reply, lines, say
from core.chat.words import _
from core.imports import choosing, how_to, keeping_up, lists, preview, resembling, staging, table_columns
from core.imports.adding import add_everybody
from core.imports.taking_back import take_back


@command(
    "import",
    summary=_("Bring in the people you know from elsewhere"),
    examples=("/import",),
    reads=True,
)
async def bring_in(ctx: Context) -> Answer:
    return _explained(ctx)


@on_press("import-places", reads=True)
async def explain_again(ctx: Context) -> Answer:
    return replace(_explained(ctx), replaces=True)


def _explained(ctx: Context) -> Reply:
    return Reply(
        text=lines(
            say(_("Your people are in LinkedIn, in your phone, in old accounts: I can bring them in.")),
            say(
                _("Get it from there, and send it to me right here: the whole ZIP, or one file, or several.")
                if ctx.alone
                else _(
                    "Get it from there, and use /import with the file as its option: the whole ZIP, or one file."
                )
            ),
            say(_("You see what is in it before anything is added, and can take it all back.")),
            say(_("Of messages I read who wrote when, never what; photos stay where they are.")),
            "",
            say(_("How do I get the file?")),
        ),
        rows=(how_to.places(),),
    )


SUBJECT = Subject(
    commands=(bring_in,),
    actions=(
        on_press_work("import")(add_everybody),
        explain_again,
        how_to.how_to_get_it,
        preview.look_again,
        lists.what_was_left_out,
        lists.who_is_new,
        lists.take_person,
        lists.take_page,
        lists.who_is_known,
        choosing.cancel,
        choosing.only_the_last,
        choosing.i_am,
        choosing.choose,
        choosing.take_part,
        choosing.read_days,
        resembling.show_alike,
        resembling.the_same,
        resembling.one_in_two_files,
        resembling.not_the_same,
        resembling.all_alike,
        table_columns.show_columns,
        table_columns.show_column,
        table_columns.change_column,
        keeping_up.show_group,
        keeping_up.toggle,
        keeping_up.keep_all,
        keeping_up.not_now,
        keeping_up.reached_out,
        keeping_up.let_rest,
    ),
    takes_upload=staging.stage,
    undoes={"imported": take_back},
)
