"""The baseline: a bare python-telegram-bot that echoes, with its own request class or with ours."""

import os
import sys

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

from bots.telegram.request import AiohttpRequest


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


def main() -> None:
    request, at_once, url = sys.argv[1], int(sys.argv[2]), os.environ["TELEGRAM_API_URL"]
    builder = ApplicationBuilder().token("1:bench").base_url(f"{url}/bot").concurrent_updates(at_once)
    if request == "aiohttp":
        builder = builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest())
    app = builder.build()
    app.add_handler(MessageHandler(filters.ALL, echo))
    app.run_polling()


if __name__ == "__main__":
    main()
