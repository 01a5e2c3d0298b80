"""What somebody hostile sends, drawn from a seed: values, acts of the socket, requests over HTTP. Knows no server."""
