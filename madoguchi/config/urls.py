"""Which door leads where."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("madoguchi.api.urls")),
    path("", include("madoguchi.web.urls")),
]

handler400 = "madoguchi.web.errors.bad_request"
handler403 = "madoguchi.web.errors.forbidden"
handler404 = "madoguchi.web.errors.not_found"
handler500 = "madoguchi.web.errors.fault"
