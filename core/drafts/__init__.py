"""Drafts: what somebody could write to people, in their own words."""
