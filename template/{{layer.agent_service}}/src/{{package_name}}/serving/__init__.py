"""The routes of the agent's service and what stands behind them."""
