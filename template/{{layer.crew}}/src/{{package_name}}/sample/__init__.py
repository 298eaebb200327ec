"""The sample: a market of second-hand bicycles whose fair prices are known, and its web site."""
