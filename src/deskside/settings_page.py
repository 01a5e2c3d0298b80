"""The text of docs/settings.md, from the settings themselves."""

from deskside.settings import Settings


def settings_page() -> str:
    """The text of docs/settings.md: one row for each setting."""
    lines = [
        "# Settings",
        "",
        "Generated from `src/deskside/settings.py` by `make wire`. Everything is set by environment variables; nothing "
        "has to be. Lists are separated by commas or spaces.",
        "",
        "| variable | default | what it sets |",
        "| --- | --- | --- |",
    ]
    for name, field in Settings.model_fields.items():
        default = "`~/.cache/deskside`" if name == "cache" else _shown(field.default)
        lines.append(f"| `DESKSIDE_{name.upper()}` | {default} | {field.description} |")
    return "\n".join(lines) + "\n"


def _shown(default: object) -> str:
    """A default as a person would type it."""
    if default is None or default == "" or default == ():
        return "—"
    words = " ".join(default) if isinstance(default, tuple) else str(default)
    return f"`{words.lower() if isinstance(default, bool) else words}`"
