"""What a thing would fetch: a trained model, past prices, a language model, and all together."""
