"""Outside systems that processes call, one adapter for each way of speaking."""
