"""The embedded engine: a supervised Janus WebRTC gateway (VideoRoom) that only the server talks to, never a browser."""
