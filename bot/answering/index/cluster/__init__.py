"""A shelf in a cluster: OpenSearch finds passages, the library holds the articles."""
