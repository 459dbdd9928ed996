"""The program for a WSGI server: `gunicorn wsgi:app`."""

import gc

from quizapp import create_app

app = create_app()
gc.freeze()  # the program itself is here to stay: whoever looks for garbage need not go through it
