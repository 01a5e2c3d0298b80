"""The relay (TURN) that runs beside the server, for networks that let little through."""
