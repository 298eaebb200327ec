"""After training: logged predictions, feedback, drift, and when to train again."""
