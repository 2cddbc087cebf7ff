"""Calendars as others write and read them: iCalendar (RFC 5545), its rules, and what they come to."""
