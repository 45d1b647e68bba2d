"""Addresses of the account: signing in and out, passwords, the second factor, the own profile.

The names `account_...` and `mfa_...` are allauth's; its views render our templates.
"""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, URLResolver, path, re_path

from madoguchi.web.account import invitation, profile

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in", views.login, name="account_login"),
    path("sign-out", views.logout, name="account_logout"),
    path("sign-in/inactive", views.account_inactive, name="account_inactive"),
    path("sign-in/again", views.reauthenticate, name="account_reauthenticate"),
    path("sign-in/code", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/again/code", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("password", views.password_change, name="account_change_password"),
    path("password/forgotten", views.password_reset, name="account_reset_password"),
    path("password/forgotten/sent", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/new", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("invitation/<str:token>", invitation.accept, name="invitation"),
    path("account", profile.show, name="profile"),
    path("account/second-factor", mfa.index, name="mfa_index"),
    path("account/second-factor/app", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/app/removal", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-factor/codes", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second-factor/codes/file", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
