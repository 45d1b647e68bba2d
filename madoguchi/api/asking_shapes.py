"""What the API takes for consultations."""

from typing import Annotated

from pydantic import Field

from madoguchi.api.shapes import Ids, Recipients, Shape

Words = Annotated[str, Field(min_length=1, max_length=50_000)]


class NewConsultation(Shape):
    """A question to somebody outside the ticket. `attachment_ids` are files of the ticket that go along, or the key's
    own uploads; `link_days` 0: no page for answers."""

    to: Recipients
    subject: Annotated[str, Field(min_length=1, max_length=300)]
    text: Words
    attachment_ids: Ids = []
    link_days: Annotated[int, Field(ge=0, le=90)] = 14


class NewConsultationMessage(Shape):
    """Another message to the same people."""

    text: Words
    attachment_ids: Ids = []
