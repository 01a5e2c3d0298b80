// Runs before a page's own scripts: notes when the person pressed, when pictures from the network were shown, which connections there are.
// All instants are milliseconds since the Unix epoch, of this machine's clock, so that pages and the bench can be compared.
(() => {
  const epoch = () => performance.timeOrigin + performance.now();
  const bench = { opened: performance.timeOrigin, pressed: [], frames: [], sockets: [], connections: [], join_at_once: false };
  window.bench = bench;

  bench.connected = () => bench.connections.filter((pc) => pc.connectionState === "connected").length;
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...given) {
      super(...given);
      bench.connections.push(this);
    }
  };
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("open", () => bench.sockets.push(epoch()));
    }
  };

  /** When the last packet of any audio came; null if none ever did. */
  bench.lastAudio = async () => {
    let last = null;
    for (const pc of bench.connections.filter((each) => each.connectionState === "connected")) {
      (await pc.getStats()).forEach(({ type, kind, lastPacketReceivedTimestamp: at }) => {
        if (type === "inbound-rtp" && kind === "audio" && at !== undefined) last = Math.max(last ?? 0, at);
      });
    }
    return last;
  };

  addEventListener("pointerdown", (event) => bench.pressed.push(performance.timeOrigin + event.timeStamp), true);

  const seen = new WeakSet();
  const watch = (video) => {
    if (seen.has(video)) return;
    seen.add(video);
    const onFrame = (_now, { receiveTime }) => {
      if (receiveTime !== undefined) bench.frames.push(epoch()); // only frames that came over the network have it
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  };
  const look = () => {
    document.querySelectorAll("video").forEach(watch);
    if (!bench.join_at_once) return;
    const button = [...document.querySelectorAll("button")].find(({ textContent }) => textContent.trim() === "Join Session");
    if (button === undefined) return;
    bench.join_at_once = false;
    bench.pressed.push(epoch());
    button.click();
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
})();
