"""Settings of the tests: the same as in use, on Littleland, with a database and folders of their own."""

import os
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="kraftsamling-tests-"))
os.environ.setdefault("CONTENT_DIR", str(HERE / "content"))
os.environ.setdefault("PLAN", "littleland")
os.environ.setdefault("EXAMPLE_SIGNINS", "on")
os.environ.setdefault("SECRET_KEY", "only-for-tests")

from kraftsamling.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
