"""The program for a WSGI server: `gunicorn wsgi:app`."""

from quizapp import create_app

app = create_app()
