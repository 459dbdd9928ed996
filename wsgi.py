"""The program for a WSGI server: `gunicorn wsgi:app`."""

import gc
import os

from quizapp import create_app
from quizapp.config import read_settings
from quizapp.watching import lines

settings = read_settings(os.environ)
lines.set_up(settings)
app = create_app(settings)
gc.freeze()  # the program itself is here to stay: whoever looks for garbage need not go through it
