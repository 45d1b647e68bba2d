"""Pages of records: customers, companies, articles, reports."""
