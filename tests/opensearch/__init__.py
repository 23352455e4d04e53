"""A real OpenSearch for tests: nodes in processes of their own, which can be killed, and three of them a cluster."""
