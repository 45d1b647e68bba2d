"""The own profile and the second factor."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache

from madoguchi.people.models import Agent
from tests.cast import PASSWORD, Cast, signed_in, visitor

PROFILE = {
    "name": "山田 花",
    "kana": "やまだ はな",
    "language": "en",
    "time_zone": "Europe/London",
    "signature": "Yamada",
    "theme": "dark",
    "shortcuts": "",
}


def test_hana_changes_her_profile_and_the_page_follows_her_language(cast: Cast) -> None:
    client = signed_in(cast.hana)
    response = client.post("/account", PROFILE)
    assert response.status_code == 302
    assert client.cookies["theme"].value == "dark"
    assert "Your profile is saved." in client.get("/account").content.decode()
    hana = Agent.objects.get(pk=cast.hana.pk)
    assert (hana.language, hana.time_zone, hana.signature) == ("en", "Europe/London", "Yamada")
    assert hana.preferences["shortcuts"] is False


def test_nobody_makes_themselves_administrator_through_the_profile(cast: Cast) -> None:
    more = {"role": cast.admin.role_id, "role_id": cast.admin.role_id, "is_active": "", "email": "x@evil.example"}
    signed_in(cast.hana).post("/account", {**PROFILE, **more})
    hana = Agent.objects.get(pk=cast.hana.pk)
    assert (hana.role_id, hana.email, hana.is_active) == (cast.hana.role_id, cast.hana.email, True)


def test_a_missing_name_is_told_at_the_field(cast: Cast) -> None:
    response = signed_in(cast.hana).post("/account", {**PROFILE, "name": ""})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()


def test_hana_signs_in_with_password_and_code_and_the_secret_is_encrypted(cast: Cast) -> None:
    cache.clear()
    client = visitor()
    client.post("/sign-in", {"login": cast.hana.email, "password": PASSWORD})
    asked = client.get("/account/second-factor/app")["Location"]
    assert asked.startswith("/sign-in/again")
    assert client.post(asked, {"password": PASSWORD})["Location"] == "/account/second-factor/app"
    assert "認証アプリ" in client.get("/account/second-factor/app").content.decode()
    secret = client.session["mfa.totp.secret"]
    assert client.post("/account/second-factor/app", {"code": code_for(secret)}).status_code == 302
    stored = Authenticator.objects.get(user_id=cast.hana.id, type="totp").data["secret"]
    assert secret not in stored
    cache.clear()
    later = visitor()
    response = later.post("/sign-in", {"login": cast.hana.email, "password": PASSWORD})
    assert response["Location"] == "/sign-in/code"
    assert later.get("/account").status_code == 302
    assert later.post("/sign-in/code", {"code": "000000"}).status_code == 200
    assert later.post("/sign-in/code", {"code": code_for(secret)}).status_code == 302
    assert later.get("/account").status_code == 200


def test_the_second_factor_is_shown_with_its_codes_and_switched_off(cast: Cast) -> None:
    cache.clear()
    client = visitor()
    client.post("/sign-in", {"login": cast.hana.email, "password": PASSWORD})
    client.post("/sign-in/again?next=/account/second-factor/app", {"password": PASSWORD})
    client.get("/account/second-factor/app")
    done = client.post("/account/second-factor/app", {"code": code_for(client.session["mfa.totp.secret"])})
    codes = client.get(done["Location"]).content.decode()
    assert codes.count("<li><code>") == 10
    download = client.get("/account/second-factor/codes/file")
    assert "attachment" in download["Content-Disposition"]
    page = client.get("/account/second-factor").content.decode()
    assert "/account/second-factor/app/removal" in page
    assert client.get("/account/second-factor/codes/new").status_code == 200
    assert client.get("/account/second-factor/app/removal").status_code == 200
    client.post("/account/second-factor/app/removal")
    assert not Authenticator.objects.filter(user_id=cast.hana.id, type="totp").exists()


def code_for(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))
