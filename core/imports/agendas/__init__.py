"""Agendas: calendars as other programs write them."""
