"""What a person's numbers decide: where the model lives, and which kind of model it is."""
