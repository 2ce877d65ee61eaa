"""Settings: everything from the environment, safe to start without (see docs/administrator.md for the names)."""

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from sanding_web import environment as env
from sanding_web import logs

PROJECT = env.PROJECT
HOME = env.folder("SANDING_HOME", PROJECT / "var")
SANDING_KEYS = env.folder("SANDING_KEYS", HOME / "keys")
SANDING_STORE = env.folder("SANDING_STORE", HOME / "vintages")
SANDING_UPLOADS = env.folder("SANDING_UPLOADS", HOME / "uploads")
SANDING_SCRATCH = env.scratch(HOME)
SANDING_DEMO = env.flag("SANDING_DEMO")
SANDING_ADDRESS = env.text("SANDING_ADDRESS", "")

DEBUG = env.flag("SANDING_DEBUG")
SECRET_KEY = env.secret("SANDING_SECRET_KEY", SANDING_KEYS / "django.secret")
ALLOWED_HOSTS = [host for host in env.text("SANDING_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
HTTPS = env.flag("SANDING_HTTPS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "sanding_web.ui",
    "sanding_web.audit",
    "sanding_web.district",
    "sanding_web.accounts",
    "sanding_web.defence",
    "sanding_web.jobs",
    "sanding_web.decisions",
    "sanding_web.registry",
    "sanding_web.targeting",
    "sanding_web.pairing",
    "sanding_web.privacy",
    "sanding_web.rollover",
    "sanding_web.handover",
    "sanding_web.operation",
    "sanding_web.doctor",
    "sanding_web.home",
]

MIDDLEWARE = [
    "sanding_web.logs.RequestLinesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sanding_web.defence.headers.HeadersMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sanding_web.ui.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "sanding_web.errors.ErrorWordsMiddleware",
    "sanding_web.defence.bodies.BodyLimitMiddleware",
    "sanding_web.accounts.middleware.ScopeMiddleware",
    "sanding_web.numbers.NumbersMiddleware",
    "sanding_web.accounts.door.DutiesMiddleware",
    "sanding_web.accounts.middleware.AudienceMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sanding_web.urls"
WSGI_APPLICATION = "sanding_web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "sanding_web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sanding_web.ui.context.ui",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{HOME / 'sanding.sqlite3'}"), conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    # Tests of bulk load need a second connection, so the test database is a file.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = "sanding_web.accounts.lockout.failures"
AXES_COOLOFF_TIME = "sanding_web.accounts.lockout.cool_off"
AXES_LOCKOUT_CALLABLE = "sanding_web.accounts.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "sanding_web.accounts.lockout.address"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["password", "code", "passkey"]
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home:index"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "sanding_web.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# Where gunicorn speaks HTTPS itself no proxy stands in front, and a visitor's own header says nothing.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and not env.text("SANDING_TLS", "") else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "report-uri": "/pertahanan/laporan-muatan/",
        "report-to": "csp",
    }
}

UI_FACTS = "sanding_web.home.queries.facts"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [PROJECT / "sanding_web" / "locale"]
TIME_ZONE = env.text("SANDING_TIME_ZONE", "Asia/Jakarta")
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATICFILES_DIRS = [path for path in [PROJECT / "sanding_web" / "static_built"] if path.is_dir()]
STATIC_ROOT = env.folder("SANDING_STATIC", HOME / "static")
# Hashed and compressed names once `serve` has collected them; straight from the sources before that.
_COLLECTED = env.flag("SANDING_COLLECT") or (
    (STATIC_ROOT / "staticfiles.json").exists() and not env.flag("SANDING_PLAIN_STATIC")
)
_STATIC = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(SANDING_UPLOADS)},
    },
    "staticfiles": {"BACKEND": _STATIC if _COLLECTED else "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = not _COLLECTED

# Uploads: streamed to the scratch folder, sealed, then removed.
FILE_UPLOAD_TEMP_DIR = str(SANDING_SCRATCH)
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
SANDING_UPLOAD_LIMIT = 512 * 1024 * 1024

TASKS = {
    "default": {"BACKEND": env.text("SANDING_TASKS", "django_tasks_db.DatabaseBackend"), "ENQUEUE_ON_COMMIT": False}
}

LOGGING = logs.settings(env.text("SANDING_LOG", "WARNING"))
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
