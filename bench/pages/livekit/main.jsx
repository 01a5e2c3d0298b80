import { LiveKitRoom, VideoConference } from "@livekit/components-react";
import { createRoot } from "react-dom/client";

createRoot(document.getElementById("root")).render(
  <LiveKitRoom serverUrl="ws://127.0.0.1:1" token="none" connect={false} video audio>
    <h1>Math Class</h1>
    <VideoConference />
  </LiveKitRoom>,
);
