"""Conversations of several users: kept, remembered within a window, summarised beyond it."""
