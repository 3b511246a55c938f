"""Settings: embedded on one machine by default, PostgreSQL and Redis when they are named."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from sopman.core import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("SOPMAN_DATA") or BASE_DIR / "var").resolve()
TESTING = env.flag("SOPMAN_TESTING")
DEBUG = env.flag("SOPMAN_DEBUG")

if TESTING:
    SECRET_KEY = "not-a-secret-the-test-run-signs-nothing-of-value-with-it"  # noqa: S105
else:
    SECRET_KEY = env.secret("SOPMAN_SECRET_KEY", file=DATA_DIR / "secret_key")

# Where people reach the product; decides links in mail and whether cookies are Secure.
BASE_URL = env.text("SOPMAN_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.words("SOPMAN_ALLOWED_HOSTS") or [
    "127.0.0.1",
    "localhost",
    "[::1]",
    urlsplit(BASE_URL).hostname or "localhost",
]
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []
# One-click sign-in as a demonstration person; the view asks for loopback and demo data too.
SOPMAN_DEMO_SIGN_IN = env.flag("SOPMAN_DEMO_SIGN_IN")

INSTALLED_APPS = [
    "sopman.core",
    "sopman.workdays",
    "sopman.audit",
    "sopman.organization",
    "sopman.people",
    "sopman.jobs",
    "sopman.notifications",
    "sopman.signatures",
    "sopman.files",
    "sopman.documents",
    "sopman.search",
    "projects",
    "processes",
    "sops",
    "reviews",
    "pilots",
    "training",
    "sopman.portal",
    "sopman.benchmarks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "django_fsm",
    "django_htmx",
    "simple_history",
    "csp",
]

MIDDLEWARE = [
    "sopman.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sopman.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sopman.people.middleware.IdleMiddleware",
    "sopman.core.middleware.ReaderMiddleware",
    "sopman.people.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sopman.people.middleware.PasswordDueMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sopman.core.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "sopman.urls"
WSGI_APPLICATION = "sopman.wsgi.application"
FORM_RENDERER = "sopman.core.forms.FaceRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "sopman.core.folding.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sopman.core.context.face",
            ],
        },
    },
]

# --- Data ---------------------------------------------------------------------------------

DATABASE_URL = env.text("SOPMAN_TEST_DATABASE_URL" if TESTING else "SOPMAN_DATABASE_URL")
REDIS_URL = env.text("SOPMAN_TEST_REDIS_URL" if TESTING else "SOPMAN_REDIS_URL")

if DATABASE_URL:
    _url = urlsplit(DATABASE_URL)
    # Workers fork: plain connections there, a pool in the web process (sopman.supervisor says which).
    _pooled = os.environ.get("SOPMAN_ROLE") == "web"
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _url.path.lstrip("/"),
            "USER": unquote(_url.username or ""),
            "PASSWORD": unquote(_url.password or ""),
            "HOST": _url.hostname or "",
            "PORT": _url.port or "",
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}} if _pooled else {},
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "sopman.core.sqlite",
            "NAME": DATA_DIR / "sopman.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
            },
            "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if REDIS_URL:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
else:  # shared by all web processes, which an in-memory cache is not: throttling counts here
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache_entries",
        }
    }
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS

MEDIA_ROOT = DATA_DIR / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("SOPMAN_STATIC_ROOT") or DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
_MANIFEST = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _PLAIN if DEBUG or TESTING else _MANIFEST},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING

# --- Work in the background ---------------------------------------------------------------

_BROKER_FILE = DATA_DIR / "broker.sqlite3"
CELERY_BROKER_URL = REDIS_URL or f"sqla+sqlite:///{_BROKER_FILE}"
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5.0
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ALWAYS_EAGER = TESTING
CELERY_TASK_EAGER_PROPAGATES = TESTING
CELERY_TIMEZONE = "UTC"
if REDIS_URL:
    CELERY_REDBEAT_REDIS_URL = REDIS_URL
    CELERY_BEAT_SCHEDULER = "redbeat.RedBeatScheduler"
    # A request doesn't wait for a broker that is away: its job is in the database (6 s without this).
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.2,
        "socket_connect_timeout": 2,
    }
else:
    CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

# --- People and log-in --------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["sopman.people.backends.NumberBackend"]
PASSWORD_HASHERS = ["sopman.people.hashers.Argon2idHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "sopman.people.adapter.ClosedSignUp"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "employee_number"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {"login": "sopman.people.forms.account.LoginForm"}
# A whole office may share one address: the account is what gets locked.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,5/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number(
    "SOPMAN_PROXIES", 1 if env.flag("SOPMAN_BEHIND_PROXY") else 0
)
USERSESSIONS_TRACK_ACTIVITY = False

# --- Languages and time -------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "sopman" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = env.text("SOPMAN_TIME_ZONE", "Asia/Shanghai")

# --- Mail ---------------------------------------------------------------------------------

EMAIL_HOST = env.text("SOPMAN_EMAIL_HOST")
EMAIL_PORT = env.number("SOPMAN_EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("SOPMAN_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("SOPMAN_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("SOPMAN_EMAIL_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("SOPMAN_EMAIL_FROM", "sopman@localhost")
EMAIL_FILE_PATH = DATA_DIR / "mail"
if not EMAIL_HOST:  # until a mail server is named, mail is written to files
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

# --- Security -----------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_SSL_REDIRECT = HTTPS  # probes are answered before it
if env.flag("SOPMAN_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("SOPMAN_LOG_LEVEL", "INFO")},
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "PIL")},
}
