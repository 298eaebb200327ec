"""The routes of the translating service and what stands behind them."""
