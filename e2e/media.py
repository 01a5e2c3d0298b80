"""What really arrives in a browser: pitches in the received sound, colours of the pictures that are shown."""

from typing import Any, Protocol

HEARD_DB = -50.0
SILENT_DB = -75.0
"""Level of one pitch in the received sound, 0 dB = full scale. A fake microphone's tone arrives at about -15 dB. It
is a pitch only if it stands out of its surroundings: a click, where a busy machine was late, is all pitches at once."""

REMEMBER_SHADOWS = """
(() => {
  const attach = Element.prototype.attachShadow;
  const roots = [];
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    roots.push(root);
    return root;
  };
  window.__players = () => {
    const shown = [document, ...roots.filter((root) => root.host.isConnected)];
    return shown.flatMap((root) => [...root.querySelectorAll("video, audio")]);
  };
})();
"""
"""Run before a page's own scripts. `__players()`: whatever plays on the page, also in closed shadow roots (corners)."""

LISTEN = """
() => {
  if (!window.__ears) {
    const context = new AudioContext();
    window.__ears = { context, taps: new Map() };
  }
  const { context, taps } = window.__ears;
  context.resume();
  const live = new Set();
  for (const element of window.__players()) {
    const stream = element.srcObject;
    if (!stream || element.muted || element.volume === 0) continue;
    for (const track of stream.getAudioTracks()) {
      live.add(track); // not its id: an engine gives a new connection's track the former one's
      if (taps.has(track)) continue;
      const analyser = context.createAnalyser();
      analyser.fftSize = 8192;
      analyser.smoothingTimeConstant = 0;
      context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      taps.set(track, analyser);
    }
  }
  for (const track of [...taps.keys()]) if (!live.has(track)) taps.delete(track);
}
"""

LEVEL = """
(pitch) => {
  const { context, taps } = window.__ears;
  let level = -Infinity;
  for (const analyser of taps.values()) {
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const at = Math.round((pitch * analyser.fftSize) / context.sampleRate);
    const peak = Math.max(...bins.slice(at - 2, at + 3));
    const around = [...bins.slice(at - 14, at - 5), ...bins.slice(at + 6, at + 15)].sort((a, b) => a - b);
    if (peak > around[around.length >> 1] + 12) level = Math.max(level, peak);
  }
  return Number.isFinite(level) ? level : -200;
}
"""

_LOUDEST = f"""
async ([pitch, milliseconds]) => {{
  const again = {LISTEN.strip()};
  const look = {LEVEL.strip()};
  let loudest = -200;
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {{
    again();
    loudest = Math.max(loudest, look(pitch));
    await new Promise((done) => setTimeout(done, 40));
  }}
  return loudest;
}}
"""

_COLOURS = """
() => {
  const colourOf = async (video) => {
    // Time goes on without frames in some browsers, and some do not count the frames of a live stream.
    const shown = () => video.getVideoPlaybackQuality().totalVideoFrames || video.currentTime;
    const before = shown();
    await new Promise((done) => setTimeout(done, 400));
    if (shown() === before) return null;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 8;
    const brush = canvas.getContext("2d", { willReadFrequently: true });
    brush.drawImage(video, 0, 0, 8, 8);
    const pixels = brush.getImageData(0, 0, 8, 8).data;
    const sum = [0, 0, 0];
    for (let i = 0; i < pixels.length; i += 4) for (let c = 0; c < 3; c++) sum[c] += pixels[i + c];
    return sum.map((value) => value / 64);
  };
  const playing = window.__players().filter((each) => each.srcObject && each.videoWidth && each.readyState >= 2);
  return Promise.all(playing.map(colourOf));
}
"""

_STANDSTILL = """
async ([colour, milliseconds]) => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 8;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const isTheirs = (video) => {
    brush.drawImage(video, 0, 0, 8, 8);
    const pixels = brush.getImageData(0, 0, 8, 8).data;
    const off = [0, 1, 2].map((c) => {
      let sum = 0;
      for (let i = c; i < pixels.length; i += 4) sum += pixels[i];
      return sum / 64 - colour[c];
    });
    return Math.hypot(...off) < 60;
  };
  const count = () =>
    window.__players()
      .filter((each) => each.srcObject && each.videoWidth && each.readyState >= 2 && isTheirs(each))
      .reduce((sum, video) => sum + video.getVideoPlaybackQuality().totalVideoFrames, 0);
  const end = performance.now() + milliseconds;
  let [last, moved, longest, frames] = [count(), performance.now(), 0, 0];
  while (performance.now() < end) {
    await new Promise((done) => setTimeout(done, 25));
    const [now, shown] = [performance.now(), count()];
    if (shown !== last) {
      frames += Math.max(0, shown - last);
      [last, moved] = [shown, now];
    }
    longest = Math.max(longest, now - moved);
  }
  return [longest, frames];
}
"""


class Scripted(Protocol):
    """A page in any browser."""

    async def evaluate(self, expression: str, arg: object = None) -> Any:
        """Call the JavaScript function with one argument; what it returns or resolves to, as from JSON."""
        ...


async def level_of(page: Scripted, pitch: int) -> float:
    """Decibels of this pitch (Hz) in everything that the page plays now; -200 for nothing at all."""
    await page.evaluate(LISTEN)
    return float(await page.evaluate(LEVEL, pitch))


async def loudest(page: Scripted, pitch: int, seconds: float) -> float:
    """The highest level of this pitch (Hz) within that time."""
    await page.evaluate(LISTEN)
    return float(await page.evaluate(_LOUDEST, [pitch, seconds * 1000]))


async def colours(page: Scripted) -> list[tuple[float, float, float]]:
    """Average colour (RGB, 0-255) of every picture on the page that is moving."""
    return [(r, g, b) for r, g, b in filter(None, await page.evaluate(_COLOURS))]


async def standstill(page: Scripted, colour: tuple[int, int, int], seconds: float) -> tuple[float, int]:
    """For that long, what is shown of this colour: the longest time (s) without a new frame, and the frames."""
    longest, frames = await page.evaluate(_STANDSTILL, [list(colour), seconds * 1000])
    return longest / 1000, frames
