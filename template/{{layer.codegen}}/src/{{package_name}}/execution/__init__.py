"""Python and C++ run on the same inputs: built, compared, timed."""
