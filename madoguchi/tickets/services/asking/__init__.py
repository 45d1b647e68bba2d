"""Consultations: asking others about a ticket, hearing their answers, telling how the mails went, letting guests in."""
