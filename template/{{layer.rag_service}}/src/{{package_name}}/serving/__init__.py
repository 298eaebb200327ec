"""The routes of the answering service and what stands behind them."""
