"""A real installation of the lower floors, with a few pages and jobs that behave badly on purpose."""

from madoguchi.config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.config.site_pages"
MIDDLEWARE: list[str] = []
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "madoguchi.kernel.apps.KernelConfig",
    "madoguchi.people.apps.PeopleConfig",
    "tests.config.apps.SiteConfig",
]
