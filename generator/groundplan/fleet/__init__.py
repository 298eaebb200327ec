"""Many repositories at once: what state they are in, and updates of all of them.

`finding` finds them, `status` looks at one, `update` updates one on a branch of its own, `lanes`
runs either over all of them in processes that cannot harm each other, `memory` resumes.
"""
