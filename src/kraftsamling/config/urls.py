"""Every address. Swedish without a prefix, English under `/en/`."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("api/", include("kraftsamling.api.urls"))]
urlpatterns += i18n_patterns(
    path("account/", include("kraftsamling.web.views.account")),
    path("account/", include("kraftsamling.web.oidc")),
    path("account/", include("allauth.urls")),
    path("", include("kraftsamling.web.urls")),
    prefix_default_language=False,
)

handler400 = "kraftsamling.web.views.refused.bad_request"
