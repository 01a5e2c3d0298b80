"""The socket's edge: who is connected, what they may send, what they are told. Only `server` knows Socket.IO."""
