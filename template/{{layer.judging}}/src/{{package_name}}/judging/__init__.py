"""A language model that judges answers, where it judges as people do."""
