"""The routes of the assistant's service and what stands behind them."""
