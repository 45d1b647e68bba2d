"""What requests about customers and companies may carry."""

from typing import Annotated, Any, Literal

from pydantic import Field

from madoguchi.api.shapes import Id, Shape

Line = Annotated[str, Field(max_length=300)]


class IdentityBody(Shape):
    """An address on a kind of channel."""

    kind: Annotated[str, Field(pattern=r"^[a-z_]{2,16}$")]
    address: Annotated[str, Field(min_length=1, max_length=320)]


class CustomerBody(Shape):
    """A customer to register."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    kana: Annotated[str, Field(max_length=120)] = ""
    honorific: Annotated[str, Field(max_length=12)] = "様"
    company_id: Id | None = None
    title: Annotated[str, Field(max_length=80)] = ""
    language: Literal["ja", "en"] = "ja"
    address: Line = ""
    caution: Line = ""
    attributes: dict[Annotated[str, Field(max_length=40)], Any] = {}
    identities: Annotated[list[IdentityBody], Field(max_length=20)] = []


class CustomerChange(Shape):
    """What of a customer changes; only what is named."""

    name: Annotated[str, Field(min_length=1, max_length=120)] = "?"
    kana: Annotated[str, Field(max_length=120)] = ""
    honorific: Annotated[str, Field(max_length=12)] = ""
    company_id: Id | None = None
    title: Annotated[str, Field(max_length=80)] = ""
    language: Literal["ja", "en"] = "ja"
    address: Line = ""
    caution: Line = ""
    attributes: dict[Annotated[str, Field(max_length=40)], Any] = {}


class NoteBody(Shape):
    """A note about a customer."""

    text: Annotated[str, Field(min_length=1, max_length=10_000)]
    pinned: bool = False


class CustomerMergeBody(Shape):
    """The record that goes into this one."""

    absorbed_id: Id


class CompanyBody(Shape):
    """A company to make."""

    name: Annotated[str, Field(min_length=1, max_length=160)]
    kana: Annotated[str, Field(max_length=160)] = ""
    domains: Annotated[list[Annotated[str, Field(max_length=253)]], Field(max_length=50)] = []
    phone: Annotated[str, Field(max_length=40)] = ""
    address: Line = ""
    memo: Annotated[str, Field(max_length=10_000)] = ""
    attributes: dict[Annotated[str, Field(max_length=40)], Any] = {}


class CompanyChange(Shape):
    """What of a company changes; only what is named."""

    name: Annotated[str, Field(min_length=1, max_length=160)] = "?"
    kana: Annotated[str, Field(max_length=160)] = ""
    domains: Annotated[list[Annotated[str, Field(max_length=253)]], Field(max_length=50)] = []
    phone: Annotated[str, Field(max_length=40)] = ""
    address: Line = ""
    memo: Annotated[str, Field(max_length=10_000)] = ""
    attributes: dict[Annotated[str, Field(max_length=40)], Any] = {}
