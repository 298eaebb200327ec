"""The routes of the crew's service and what stands behind them."""
