"""Every combination of answers: rendered, checked and run. For Groundplan's own tests.

`groundplan matrix run` works on a checkout, in the environments that `make setup` makes.
"""
