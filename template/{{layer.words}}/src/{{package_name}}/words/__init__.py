"""Words and sentences: what search, citations and checks of texts count and compare."""
