"""From a Python program to C++ that has been compiled, compared and timed."""
