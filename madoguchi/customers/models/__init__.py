"""Tables of customers."""

from madoguchi.customers.models.company import Company, CompanyDomain
from madoguchi.customers.models.customer import Customer
from madoguchi.customers.models.identity import Identity
from madoguchi.customers.models.merge import CustomerMerge
from madoguchi.customers.models.note import CustomerNote

__all__ = ["Company", "CompanyDomain", "Customer", "CustomerMerge", "CustomerNote", "Identity"]
