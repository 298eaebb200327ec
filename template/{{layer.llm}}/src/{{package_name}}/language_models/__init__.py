"""Language models behind one port, hosted and local."""
