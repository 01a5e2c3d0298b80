"""Pictures of Deskside for docs/images, drawn from real sessions: `make screenshots`."""
