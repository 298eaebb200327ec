"""Planning without a language model: rules that understand a few kinds of tasks, and say so."""
