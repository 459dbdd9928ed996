"""The program for a WSGI server: `gunicorn wsgi:app`."""

import gc
import os

from quizapp import create_app
from quizapp.config import read_settings
from quizapp.watching import lines

settings = read_settings(os.environ)
lines.set_up(settings)
gc.disable()  # nothing of what is loaded now is garbage: looking for it takes a fifth of the start
app = create_app(settings, can_migrate=False)
gc.enable()
gc.freeze()  # the program itself is here to stay: whoever looks for garbage need not go through it
