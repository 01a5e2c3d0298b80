/** The tutor's page of a session; a center's admin looks in with the same page. It enters the room by itself. */
import "../i18n/for-tutor";
import { createDeskApi } from "../tutor/desk-api";
import { picturesFirst } from "../tutor/first-pictures";
import { LiveSessionDashboard } from "../tutor/live-session-dashboard";
import { ClosedPage } from "../ui/closed-page";
import { canCall, draw, HOME, readBoot, reload, type SessionBoot } from "./page";
import { createRoom } from "./room";

if (canCall) {
  const boot = readBoot<SessionBoot>();
  const room = createRoom(boot, { sessionId: boot.session.id });
  if (boot.session.tutor_id === boot.user.id) {
    void room.media.setMic(true);
    void room.media.setCamera(true);
  }
  picturesFirst(room);
  void room.join([]);
  draw(
    <LiveSessionDashboard
      room={room}
      api={createDeskApi(boot.session.id, boot.csrf)}
      homeHref={HOME}
      onReload={reload}
    />,
    () => room.dispose(),
  );
} else {
  draw(<ClosedPage code="unsupported" homeHref={HOME} onAgain={reload} />);
}
