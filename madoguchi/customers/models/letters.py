"""The letters by which customers and companies are found."""

from django.db import models


class Letters(models.Model):
    """Of one customer or one company: `text` holds names, readings, addresses and domains, folded, one on a line;
    `pairs` every two letters in a row of them, each once, after a sign for whose they are (see customers.letters)."""

    id = models.BigAutoField(primary_key=True)
    customer = models.OneToOneField("customers.Customer", on_delete=models.CASCADE, null=True, related_name="+")
    company = models.OneToOneField("customers.Company", on_delete=models.CASCADE, null=True, related_name="+")
    text = models.TextField()
    pairs = models.TextField()

    class Meta:
        db_table = "customers_letters"
