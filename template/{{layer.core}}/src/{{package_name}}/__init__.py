"""The package of this project; README.md says what it does."""
