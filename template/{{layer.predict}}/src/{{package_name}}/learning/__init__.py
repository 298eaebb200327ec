"""Models: the learners, their training, comparison, calibration and report."""
