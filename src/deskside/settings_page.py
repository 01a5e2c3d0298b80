"""The text of docs/settings.md, from the settings themselves."""

from deskside.settings import Settings


def settings_page() -> str:
    """The text of docs/settings.md: one row for each setting."""
    lines = [
        "# Settings",
        "",
        "Generated from `src/deskside/settings.py` by `make wire`. Everything is set by environment variables; nothing "
        "has to be. Lists are separated by commas or spaces. Names without `DESKSIDE_` are the plan's.",
        "",
        "| variable | default | what it sets |",
        "| --- | --- | --- |",
    ]
    for name, field in sorted(Settings.model_fields.items(), key=lambda x: x[1].validation_alias is not None):
        default = "`~/.cache/deskside`" if name == "cache" else _shown(field.default)
        lines.append(f"| `{variable(name)}` | {default} | {field.description} |")
    return "\n".join(lines) + "\n"


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return str(Settings.model_fields[name].validation_alias or f"DESKSIDE_{name.upper()}")


def _shown(default: object) -> str:
    """A default as a person would type it."""
    if default is None or default == "" or default == ():
        return "—"
    words = " ".join(default) if isinstance(default, tuple) else str(default)
    return f"`{words.lower() if isinstance(default, bool) else words}`"
