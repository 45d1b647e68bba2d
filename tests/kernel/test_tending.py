"""Daily care: expired sign-ins go, others stay."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from madoguchi.kernel import clock
from madoguchi.kernel.tasks import tend


@pytest.mark.django_db(transaction=True)
def test_expired_sessions_are_deleted_and_others_kept() -> None:
    for hours in (-1, 1):
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session["n"] = hours
        session.save()
        Session.objects.filter(pk=session.session_key).update(expire_date=clock.now() + timedelta(hours=hours))
    tend()
    assert Session.objects.count() == 1
    assert Session.objects.get().get_decoded()["n"] == 1
