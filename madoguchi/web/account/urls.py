"""Addresses of the account: signing in and out, passwords, the second factor, the own profile.

The names `account_...` and `mfa_...` are allauth's; its views render our templates.
"""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, URLResolver, path, re_path

from madoguchi.web.account import absences, application, invitation, notices, profile, shortcuts
from madoguchi.web.doors import resource

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
    path("account/notifications", notices.show, name="notices"),
    path("account/shortcuts", shortcuts.show, name="shortcuts"),
    path("account/absences", absences.show, name="absences"),
    path("account/absences/<int:absence_id>/end", resource(POST=absences.end), name="absence_end"),
    path("account/devices", resource(POST=notices.add_device), name="devices"),
    path("account/devices/<int:device_id>/removal", resource(POST=notices.remove_device), name="device_removal"),
    path("account/devices/<int:device_id>/trial", resource(POST=notices.try_device), name="device_trial"),
    path("manifest.webmanifest", application.manifest, name="manifest"),
    path("sw.js", application.worker, name="worker"),
    path("offline", application.offline, name="offline"),
    path("account/second-factor", mfa.index, name="mfa_index"),
    path("account/second-factor/app", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/app/removal", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-factor/codes", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second-factor/codes/file", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
