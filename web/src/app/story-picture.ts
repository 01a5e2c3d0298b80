/** A painted person, as a stream, for the story page. For development only. */
export function painted(hue: number): MediaStream {
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
  const pen = canvas.getContext("2d");
  const paint = () => {
    if (pen === null) return;
    pen.fillStyle = `hsl(${hue} 22% 70%)`;
    pen.fillRect(0, 0, 640, 360);
    pen.fillStyle = `hsl(${hue} 18% 58%)`;
    pen.fillRect(40, 40, 150, 200);
    pen.fillStyle = `hsl(${hue + 180} 30% 38%)`;
    pen.beginPath();
    pen.ellipse(320, 390, 150, 150, 0, 0, 7);
    pen.fill();
    pen.fillStyle = `hsl(${20 + (hue % 20)} 42% ${48 + (hue % 25)}%)`;
    pen.beginPath();
    pen.ellipse(320, 165, 68, 84, 0, 0, 7);
    pen.fill();
    pen.fillStyle = `hsl(${hue % 40} 30% 18%)`;
    pen.beginPath();
    pen.ellipse(320, 115, 74, 48, 0, 0, 7);
    pen.fill();
  };
  paint();
  setInterval(paint, 200);
  return canvas.captureStream(5);
}
