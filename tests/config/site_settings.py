"""A real installation of the lower floors, with a few pages and jobs that behave badly on purpose."""

import os

from madoguchi.config.settings import *  # noqa: F403
from madoguchi.config.settings import STATIC_ROOT

ROOT_URLCONF = "tests.config.site_pages"
STATIC_ROOT = os.environ.get("STATIC_FOLDER", str(STATIC_ROOT))
MIDDLEWARE: list[str] = []
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "madoguchi.kernel.apps.KernelConfig",
    "madoguchi.people.apps.PeopleConfig",
    "tests.config.apps.SiteConfig",
]
