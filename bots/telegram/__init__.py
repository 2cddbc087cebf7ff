"""Telegram: python-telegram-bot over aiohttp, by long polling."""
