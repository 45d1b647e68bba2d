"""Tables of customers."""

from madoguchi.customers.models.company import Company, CompanyDomain
from madoguchi.customers.models.customer import Customer
from madoguchi.customers.models.identity import Identity
from madoguchi.customers.models.letters import Letters
from madoguchi.customers.models.merge import CompanyMerge, CustomerMerge
from madoguchi.customers.models.note import CustomerNote, NoteReading
from madoguchi.customers.models.relation import REVERSED, Relation, RelationKind

__all__ = [
    "REVERSED",
    "Company",
    "CompanyDomain",
    "CompanyMerge",
    "Customer",
    "CustomerMerge",
    "CustomerNote",
    "Identity",
    "Letters",
    "NoteReading",
    "Relation",
    "RelationKind",
]
