"""Settings of the tests: the real ones, in a folder of their own, with a fast password hasher."""

import os
import tempfile
from pathlib import Path

os.environ["MADOGUCHI_DATA"] = os.environ.get("MADOGUCHI_TEST_DATA") or tempfile.mkdtemp(prefix="madoguchi-tests-")
os.environ.setdefault("MADOGUCHI_SECRET_KEY", "only-for-tests-" + "0" * 40)

from madoguchi.config.settings import *  # noqa: F403
from madoguchi.config.settings import DATABASES, PASSWORD_HASHERS

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
if "sqlite" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["MADOGUCHI_DATA"]) / "test.sqlite3")}
