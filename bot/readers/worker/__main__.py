"""`python -m bot.readers.worker`: a worker that reads its request from standard input and replies to standard output."""

import os
import sys

from bot.readers.worker import read_safely
from bot.readers.worker.reply import reply_to

if __name__ == "__main__":
    sys.stdout.buffer.write(reply_to(sys.stdin.buffer, read_safely))
    sys.stdout.buffer.flush()
    os._exit(0)  # there is nothing to tidy up, and a broken library might hang on its way out
