"""How good it is: prices, decisions, and recovery, each held against a threshold."""
