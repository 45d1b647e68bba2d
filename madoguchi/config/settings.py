"""Django's settings. What an installation may change comes from the environment (see environment.py)."""

import os
from pathlib import Path

from madoguchi.config import environment
from madoguchi.kernel import logs

PACKAGE = Path(__file__).resolve().parent.parent
DATA_ROOT = environment.data_root()
FILES_ROOT = DATA_ROOT / "files"
SECRET_KEY = environment.secret_key()
DEBUG = False
PUBLIC_URL = os.environ.get("MADOGUCHI_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = os.environ.get("MADOGUCHI_HOSTS", "*").split(",")
SECURE_COOKIES = PUBLIC_URL.startswith("https://")

PAGE_THREADS = environment.number("MADOGUCHI_THREADS", 2, least=1, most=4)
JOB_THREADS = environment.number("MADOGUCHI_JOB_THREADS", 4, least=1, most=32)
WORKER_CHILD = environment.flag("MADOGUCHI_WORKER_CHILD", True)
LARGEST_BODY = environment.number("MADOGUCHI_LARGEST_UPLOAD_MB", 60, least=1, most=2000) * 1024 * 1024
METRICS_TOKEN = os.environ.get("MADOGUCHI_METRICS_TOKEN", "")
TRUSTED_PROXIES = os.environ.get("MADOGUCHI_PROXIES", "127.0.0.1,::1")
LOGGING = logs.configuration(level=os.environ.get("MADOGUCHI_LOG_LEVEL", "INFO").upper())

ROOMS = ["kernel", "people", "customers", "knowledge", "calendars", "tickets", "channels", "notifications"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *[f"madoguchi.{room}.apps.{room.capitalize()}Config" for room in ROOMS],
    "madoguchi.api.apps.ApiConfig",
    "madoguchi.web",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "madoguchi.web.middleware.PageMiddleware",
    "madoguchi.web.setup.first_run.FirstRunMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "madoguchi.config.urls"
WSGI_APPLICATION = "madoguchi.config.wsgi.application"
AUTH_USER_MODEL = "people.Agent"
DATABASES = {"default": environment.database()}
TASKS = {"default": {"BACKEND": "madoguchi.kernel.jobs.backend.DatabaseBackend", "QUEUES": ["default", "heavy"]}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "madoguchi.web.rendering.environment",
            "extensions": ["jinja2.ext.i18n"],
            "context_processors": ["madoguchi.web.rendering.everywhere"],
            "trim_blocks": True,
            "lstrip_blocks": True,
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "web" / part / "locale" for part in ("desk", "setup", "public", "account", "records")] + [
    PACKAGE / "api" / "locale",
    PACKAGE / "reports" / "locale",
    PACKAGE / "config" / "locale",
]
TIME_ZONE = os.environ.get("MADOGUCHI_TIME_ZONE", "Asia/Tokyo")
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "web" / "static"
SESSION_ENGINE = "madoguchi.people.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "madoguchi.web.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/desk"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# The counters of limits live here; a cache that is culled early could be flooded to make it forget them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
ACCOUNT_ADAPTER = "madoguchi.web.account.adapter.AccountAdapter"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {
    "login": "madoguchi.web.account.sign_in.SignInForm",
    "reset_password": "madoguchi.web.account.forgotten.ForgottenForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("MADOGUCHI_TRUSTED_PROXIES", "0"))
PASSWORD_RESET_TIMEOUT = 3 * 60 * 60
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name", "kana")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
MFA_ADAPTER = "madoguchi.web.account.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Madoguchi"
LETTER_FONT = os.environ.get("MADOGUCHI_LETTER_FONT", "")
API_RATE_PER_MINUTE = environment.number("MADOGUCHI_API_RATE", 3000, least=1, most=1_000_000)
