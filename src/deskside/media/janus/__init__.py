"""The embedded engine: a supervised Janus WebRTC gateway (VideoRoom). Only the server talks to it; browsers never do."""
