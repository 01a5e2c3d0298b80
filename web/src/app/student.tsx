/** A student's page of a session. Camera and microphone start for the device check; nothing leaves the page before *Join*. */
import "../i18n/for-student";
import { StudentVideoPage } from "../student/student-video-page";
import { ClosedPage } from "../ui/closed-page";
import { canCall, draw, HOME, readBoot, reload, type SessionBoot } from "./page";
import { createRoom } from "./room";

if (canCall) {
  const boot = readBoot<SessionBoot>();
  const room = createRoom(boot, { sessionId: boot.session.id });
  void room.media.setCamera(true);
  void room.media.setMic(true);
  draw(<StudentVideoPage room={room} homeHref={HOME} onReload={reload} />, () => room.dispose(), {
    de: () => import("../i18n/de-of-student"),
  });
} else {
  draw(<ClosedPage code="unsupported" homeHref={HOME} onAgain={reload} />);
}
