"""The page: conversations in a browser, with calls of tools to look into and to approve."""
