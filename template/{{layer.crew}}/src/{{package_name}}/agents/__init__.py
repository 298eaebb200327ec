"""The seven: each module holds one agent, plain data and the function it is."""
