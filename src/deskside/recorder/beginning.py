"""How a process of the recorder is begun."""

from deskside.children.ours import command as command
