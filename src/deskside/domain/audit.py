"""What a center keeps a record of beside its sessions: ways in that were used or ended, and who read what."""

from enum import StrEnum

from deskside.domain.ids import UserId

COMMAND_LINE = UserId("command-line")
"""Who acts in the record where nobody is signed in: whoever runs the machine."""
GUARDIAN = UserId("guardian")
"""Whoever has a student's guardian link; their name is kept with what they said."""


class AuditAct(StrEnum):
    """What was done. Values are stable: they are stored and go on the wire."""

    LINK_MADE = "link_made"
    LINKS_REVOKED = "links_revoked"
    LINK_FOLLOWED = "link_followed"
    LOGIN_ENDED = "login_ended"
    """One login of a person, by them or by their staff."""
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  a name
    PERSON_DISABLED = "person_disabled"
    PERSON_ENABLED = "person_enabled"
    PERSON_CORRECTED = "person_corrected"
    """Name, email, level or role."""
    EXERCISES_ARCHIVED = "exercises_archived"
    """Nobody can be given them; the record names them."""
    EXERCISES_RESTORED = "exercises_restored"
    CONTENT_READ = "content_read"
    """What was written or drawn in a session that is over."""
    RECORDING_VIEWED = "recording_viewed"
    RECORDING_REFUSED = "recording_refused"
    """Somebody came with a link that does not work; `detail` says why."""
    RECORDING_DOWNLOADED = "recording_downloaded"
    RECORDING_DELETED = "recording_deleted"
    """By somebody, or because its time was over."""
    RECORDING_HELD = "recording_held"
    """Kept beyond its time, or no longer; `detail` says which."""
    TRANSCRIPT_READ = "transcript_read"
    TRANSCRIPT_CORRECTED = "transcript_corrected"
    CONSENT_GIVEN = "consent_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    GUARDIAN_LINK_MADE = "guardian_link_made"
    """A link for a guardian: to be asked for consent, or to a child's own lane."""
    GUARDIAN_LINK_REVOKED = "guardian_link_revoked"
    PERSON_EXPORTED = "person_exported"
    """Everything of a person was put together for them, or fetched; `detail` says which."""
    PERSON_ERASED = "person_erased"
    """Everything of a person was erased; what the record says of them is ids."""
    CONSENT_TEXT_WRITTEN = "consent_text_written"
    """A new version of what the center tells about recording; the record says which."""
    CONSENT_FROM_CHANGED = "consent_from_changed"
    """Who decides for students; the record says who."""
