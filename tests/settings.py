"""Settings of the tests: the real ones, in a folder of their own, with a fast password hasher."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

DATA = os.environ.get("MADOGUCHI_TEST_DATA") or tempfile.mkdtemp(prefix="madoguchi-tests-")
os.environ["MADOGUCHI_DATA"] = DATA


def _sweep(process: int = os.getpid()) -> None:
    if os.getpid() == process and "MADOGUCHI_TEST_DATA" not in os.environ:
        shutil.rmtree(DATA, ignore_errors=True)


atexit.register(_sweep)
os.environ.setdefault("MADOGUCHI_SECRET_KEY", "only-for-tests-" + "0" * 40)

from madoguchi.config.settings import *  # noqa: E402, F403
from madoguchi.config.settings import DATABASES, PASSWORD_HASHERS  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
if "sqlite" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["MADOGUCHI_DATA"]) / "test.sqlite3")}
