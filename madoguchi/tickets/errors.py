"""Refusals of this room."""

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.errors import Conflict, Invalid, MadoguchiError


class NewerMessage(Conflict):
    """Somebody wrote on the ticket after what the sender had seen. `details["newer_ids"]` lists the messages."""

    code = "newer_message"
    text = _("There is something newer on this ticket. Read it, then send again.")


class ReplyDoubted(MadoguchiError):
    """Something in the answer should be looked at again. `details["doubts"]` lists {code, level, text}."""

    code = "reply_doubted"
    status = 422
    text = _("Look at this again before you send it.")


class TooLate(Conflict):
    """The message has already left."""

    code = "too_late"
    text = _("It is too late to take this back: the message is already on its way.")


class NoRecipient(MadoguchiError):
    """A reply would go to nobody."""

    code = "no_recipient"
    status = 422
    text = _("There is no address to send this to. Add a recipient.")


class EmptyMessage(Invalid):
    """Neither text nor attachment."""

    code = "empty_message"
    text = _("Write something before you send.")


class ComplaintUnapproved(Conflict):
    """A grave complaint is closed only when others have agreed. `details["needed"]` says how many."""

    code = "complaint_unapproved"
    text = _("This complaint is closed only when %(needed)s people agree. Ask for consent in its record.")


class AgentCoolsOff(Conflict):
    """The agent has a break from new work, or from this customer, until `details["until"]`."""

    code = "agent_cools_off"
    text = _("This agent has a break from such tickets until %(until)s.")


class NothingToHandOn(Conflict):
    """The original of a message is not there (any more), so that it cannot go out as it came in."""

    code = "nothing_to_hand_on"
    text = _("The original mail is not kept any more. Forward the message instead.")


class TicketIsMerged(Conflict):
    """The ticket lives on inside another one."""

    code = "ticket_is_merged"
    text = _("This ticket was merged into #%(survivor_id)s. Work on that one.")


class FieldsMissing(MadoguchiError):
    """Custom fields that must be filled before closing; `details["labels"]` names them."""

    code = "fields_missing"
    status = 422
    text = _("Fill in before closing: %(labels)s")


class PromisesOpen(Conflict):
    """A ticket was about to be closed with promises open. `details["promises"]` lists {id, words, due_at}."""

    code = "promises_open"
    text = _("There are open promises on this ticket.")


class ApprovalPending(Conflict):
    """One answer of the ticket waits for consent already."""

    code = "approval_pending"
    text = _("An answer on this ticket waits for approval already.")


class OwnApproval(Conflict):
    """Writers do not approve what they wrote."""

    code = "own_approval"
    text = _("Somebody else must approve what you wrote.")


class ApprovalNeeded(Conflict):
    """This agent's answers leave only when a colleague agrees."""

    code = "approval_needed"
    text = _("Your answers need a colleague’s approval before they leave.")


class DifferentCustomers(Conflict):
    """Two tickets of different customers were about to become one."""

    code = "different_customers"
    text = _("These tickets belong to different customers. Confirm that you want to merge them all the same.")


class MessageOfDifferentCustomer(Conflict):
    """A message was about to go to a ticket of somebody else."""

    code = "message_of_different_customer"
    text = _("The other ticket belongs to a different customer. Confirm that you want to move it all the same.")


class NotUndoable(Conflict):
    """Work went on after the step, so that taking it back would lose something."""

    code = "not_undoable"
    text = _("This can no longer be undone, because work went on meanwhile.")


class BeingEdited(Conflict):
    """A colleague is writing a reply. `details["agent_id"]` says who."""

    code = "being_edited"
    text = _("%(name)s is writing a reply. Take it over if you must.")


class DraftConflict(Conflict):
    """The draft was saved from somewhere else meanwhile. `details` hold its `revision` and `body`."""

    code = "draft_conflict"
    text = _("This draft was changed in another window.")


class InUse(Conflict):
    """The thing is still used and can only be switched off."""

    code = "in_use"
    text = _("This is still in use. Switch it off instead of deleting it.")


class TierInUse(Conflict):
    """Teams work on the tier, or tickets were escalated to it."""

    code = "tier_in_use"
    text = _("Teams work here, or tickets were here: give the tier another name instead, or move its teams first.")


class CustomerAsked(Invalid):
    """The customer of the ticket would read what is said about them among colleagues."""

    code = "customer_asked"
    text = _("%(address)s is the customer’s own address. A consultation must never reach the customer: send a reply.")
