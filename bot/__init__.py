"""Zhaiyin (摘引): ask an article a question, get the passage that answers it, word for word."""

import os

# The arrays of a question are small: threads for a sum of products take more time than they save. This is read when
# numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
