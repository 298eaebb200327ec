"""Python programs to be translated: their signature, their cases, their answers."""
