"""Exports: what somebody's network holds, as files of their own."""
