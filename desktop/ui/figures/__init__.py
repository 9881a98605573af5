"""The figures of the contract: tables and charts, the map of the quarters."""
