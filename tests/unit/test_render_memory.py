"""What is compiled once in a process is taken again for the same syntax only."""

from groundplan.rendering import remembering_environment

TEXT = "{{ 1 }}[[ 2 ]]\n"


def test_the_same_text_is_compiled_once_for_each_syntax() -> None:
    environment = remembering_environment()
    usual, again = environment(), environment()
    other = environment(variable_start_string="[[", variable_end_string="]]")
    kept = environment(keep_trailing_newline=True)
    assert usual.compile(TEXT) is again.compile(TEXT)
    assert [one.from_string(TEXT).render() for one in (usual, other, kept, again)] == [
        "1[[ 2 ]]",
        "{{ 1 }}2",
        "1[[ 2 ]]\n",
        "1[[ 2 ]]",
    ]


def test_a_text_that_is_given_with_a_name_of_its_own_keeps_it() -> None:
    usual = remembering_environment()()
    assert usual.compile(TEXT, "one") is not usual.compile(TEXT, "two")
