"""Where each kind of person begins."""

from deskside.domain.people import Role

HOMES = {
    Role.STUDENT: "/dashboard/student",
    Role.TEACHER: "/dashboard/tutor",
    Role.CENTER_ADMIN: "/dashboard/center",
}


def home_of(role: Role) -> str:
    """The page where this kind of person begins."""
    return HOMES[role]
