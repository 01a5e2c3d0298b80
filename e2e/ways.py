"""Which way somebody's connections go through the network, by what their browser says (W3C webrtc-stats, 8.20)."""

from e2e.people import Person

REMEMBER_CONNECTIONS = """
window.__connections = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...given) { super(...given); window.__connections.push(this); }
};
"""
_WAYS = """
async () => {
  const ways = [];
  for (const connection of window.__connections) {
    const report = await connection.getStats();
    report.forEach((pair) => {
      if (pair.type !== "candidate-pair" || !pair.nominated || pair.state !== "succeeded") return;
      const own = report.get(pair.localCandidateId);
      ways.push(`${own.candidateType} ${own.relayProtocol ?? own.protocol}`);
    });
  }
  return ways;
}
"""


async def ways_of(person: Person) -> list[str]:
    """For each connection in use, what kind of candidate is its own end and by which transport: "relay tls".

    The page must have run `REMEMBER_CONNECTIONS` before all else.
    """
    return [str(way) for way in await person.page.evaluate(_WAYS)]
