"""A newer template, changed answers, or both, taken into a repository that its users have edited.

`objects` merges without touching the repository, `plan` says what came of it, `journal` and `apply`
put it in place so that it can be undone, whatever happens on the way.
"""
