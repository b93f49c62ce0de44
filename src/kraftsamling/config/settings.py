"""Settings, read from the environment. Everything has a default that works on one's own machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from environs import Env

from kraftsamling.config.providers import origins

env = Env()
PACKAGE = Path(__file__).resolve().parent.parent

# Where the database, the generated secret and other things that must not be lost are kept.
DATA_DIR = Path(env.str("DATA_DIR", "data")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
# The content files: one folder per plan, and `common`. The starter comes with the package; in a
# checkout it lies at its root.
STARTER_DIR = next(
    (
        folder
        for folder in (PACKAGE / "content", PACKAGE.parent.parent / "content")
        if folder.is_dir()
    ),
    PACKAGE / "content",
)
CONTENT_DIR = Path(env.str("CONTENT_DIR", "") or STARTER_DIR).resolve()
# Which of them the first plan is made from.
PLAN = env.str("PLAN", "nms")

# A copy of the producers' servers to ask instead of them: https://host/path becomes MIRROR/host/path.
EVIDENCE_MIRROR = env.str("EVIDENCE_MIRROR", "")
# Where evidence tables are asked: DuckDB in this process, or a Spark cluster at sc://host:15002.
ENGINE_URL = env.str("ENGINE_URL", "duckdb://")

DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
# The public address, such as https://plan.example.org: links in mails begin with it.
SITE_URL = env.str("SITE_URL", "")
# The proxy in front speaks HTTPS: cookies and redirects follow.
HTTPS = env.bool("HTTPS", False)
# Example sign-ins and the practice plan: for trying things out, on this machine only.
EXAMPLE_SIGNINS = env.bool("EXAMPLE_SIGNINS", False)
# Whether rights that bind the boards ask for a second factor (TOTP) in a real plan.
SECOND_FACTOR = env.bool("SECOND_FACTOR", True)

# Where a reader can write about the site: shown on the accessibility and about pages.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "")
# The public body that runs the site, named in the accessibility statement.
OPERATOR = env.str("OPERATOR", "")


def _secret() -> str:
    """The secret key: from the environment, or made once and kept in the data folder."""
    given = env.str("SECRET_KEY", "")
    if given:
        return given
    from django.core.management.utils import get_random_secret_key

    kept = DATA_DIR / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(get_random_secret_key())
    return kept.read_text()


SECRET_KEY = _secret()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    # Before allauth: our templates dress its pages.
    "kraftsamling.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "csp",
    "django_htmx",
    "kraftsamling.accounts",
    "kraftsamling.evidence",
    "kraftsamling.plan",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kraftsamling.web.signin.examples_stay_here",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kraftsamling.web.plain.without_nul",
    "kraftsamling.web.keeping.KeepWhatWasTyped",
]

ROOT_URLCONF = "kraftsamling.config.urls"
WSGI_APPLICATION = "kraftsamling.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kraftsamling.web.context.frame",
            ],
            "builtins": ["kraftsamling.web.templatetags.words"],
        },
    }
]

DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'kraftsamling.sqlite3'}"
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a writer takes its place when its transaction starts, so it never fails half-way,
    # and the audit chain grows one event at a time.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        # Waiting for one's turn on a busy machine is better than being turned away.
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA cache_size=-32000; PRAGMA recursive_triggers=ON;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["kraftsamling.web.signin.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "start"

ACCOUNT_ADAPTER = "kraftsamling.web.signin.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "kraftsamling.web.forms.signin.LoginForm",
    "reset_password": "kraftsamling.web.forms.signin.ResetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
# Signing in lasts until the browser closes, at most SESSION_COOKIE_AGE; so nobody is asked.
ACCOUNT_SESSION_REMEMBER = False
# Changing how one signs in asks for the password again.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Behind a proxy every reader has the proxy's address, and would share one limit on attempts: this
# many proxies are believed when they say for whom they ask.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 1 if HTTPS else 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Kraftsamling"
# Nobody signs up by themselves, so no address can be somebody else's.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Sign-in through the organisation's own identity provider: a JSON list of provider settings each,
# as django-allauth documents them under "openid_connect" and "saml". Empty: switched off.
OIDC_PROVIDERS: Any = env.json("OIDC_PROVIDERS", [])
SAML_PROVIDERS: Any = env.json("SAML_PROVIDERS", [])
SOCIALACCOUNT_ADAPTER = "kraftsamling.web.signin.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"APPS": OIDC_PROVIDERS, "OAUTH_PKCE_ENABLED": True},
    "saml": {"APPS": SAML_PROVIDERS},
}

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = env.str("TIME_ZONE", "Europe/Stockholm")
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "assets" / "built"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
# A long chain of activities has many rows, each of ten fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
CSRF_FAILURE_VIEW = "kraftsamling.web.keeping.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        # Browsers hold redirects after a form to this list too: the way to an identity provider.
        "form-action": ["'self'", *origins(OIDC_PROVIDERS, SAML_PROVIDERS)],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
    }
}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Where mail goes, for example smtp+tls://user:password@mail.example.se:587; else to the terminal.
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
vars().update(env.dj_email_url("EMAIL_URL", "console:"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "kraftsamling@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "WARNING")},
}
