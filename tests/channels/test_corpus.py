"""Every mail of our corpus is read as its writer meant it."""

import pytest

from madoguchi.channels.base.mail.as_json import described
from tests.mail_corpus.case import Case, differences
from tests.mail_corpus.collecting import every_case

pytestmark = pytest.mark.once
CASES = every_case()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mail_is_read_as_it_was_meant(case: Case) -> None:
    found = described(case.raw, details=True)
    assert not list(differences(case.expected, found))


def test_every_case_has_a_name_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
