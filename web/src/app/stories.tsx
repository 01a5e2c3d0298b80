/** Every screen and state with canned values: `npx vite` in web/, then /stories.html?story=NAME. For development only. */
import "../i18n/for-home";
import "../i18n/for-student";
import "../i18n/for-tutor";
import type { Api, HomeBoot, Summary } from "../home/api";
import { LoginForm } from "../home/login-form";
import { StudentHome } from "../home/student-home";
import { TutorHome } from "../home/tutor-home";
import type { Room } from "../session/room";
import { NO_EDGES } from "../session/store";
import { StudentVideoPage } from "../student/student-video-page";
import { LiveSessionDashboard } from "../tutor/live-session-dashboard";
import { ClosedPage } from "../ui/closed-page";
import { draw } from "./page";
import { deskApi } from "./story-desk";
import { aliceSession, call, OBSERVER, storyRoom, storySession } from "./story-room";

const nothing = () => {};
const HOUR = 3_600_000;

const tutor = (room: Room) => <LiveSessionDashboard room={room} api={deskApi} homeHref="/" onReload={nothing} />;
const student = (room: Room) => <StudentVideoPage room={room} homeHref="/" onReload={nothing} />;
const alice = (changes: Parameters<typeof aliceSession>[0] = {}, mine: Parameters<typeof aliceSession>[1] = {}) =>
  student(
    storyRoom({
      me: "alice",
      part: "student",
      view: aliceSession(changes, mine),
      edges: { ...NO_EDGES, heard_by: ["tutor"], seen_by: ["tutor"], hears: ["tutor"], sees: ["tutor"] },
    }),
  );
const summary = (id: string, title: string, start: number, status: Summary["status"]): Summary => ({
  id,
  title,
  tutor_id: id === "b" ? "other" : "tutor",
  tutor_name: id === "b" ? "Mr Adeyemi" : "Ms Rivera",
  status,
  scheduled_start: start,
  scheduled_end: start + HOUR,
  student_count: 5,
  series_id: null,
});
const SESSIONS = [
  summary("d", "Reading circle", Date.now() - 49 * HOUR, "COMPLETED"),
  summary("a", "Mathematics, Wednesday group", Date.now() - HOUR / 2, "LIVE"),
  summary("b", "English for grade 7", Date.now() + HOUR / 3, "SCHEDULED"),
  summary("c", "Mathematics, Thursday group", Date.now() + 25 * HOUR, "SCHEDULED"),
];
const boot = (role: HomeBoot["user"]["role"], name: string): HomeBoot => ({
  user: { id: "tutor", name, role, center_id: "c", center_name: "Northside Learning Center" },
  csrf: "",
  password_needed: false,
  sessions: SESSIONS,
  now: Date.now(),
  center: {
    name: "Northside Learning Center",
    tutor_text: true,
    open_table: false,
    auto_record: true,
    students_replay: true,
    end_after_minutes: 15,
  },
});
const storyApi = {
  sessions: async () => SESSIONS,
  past: async () => SESSIONS.filter(({ status }) => status === "COMPLETED"),
  people: async () =>
    storySession().lanes.map(({ person, grade_level, course_level }) => ({
      ...{ id: person.user_id, name: person.name, role: "STUDENT", email: null, grade_level, course_level },
    })),
  taken: async () => SESSIONS,
  personalLink: async () => ({ url: "https://deskside.example/join/4mZk", qr_svg: QR, expires_at: Date.now() + HOUR }),
} as unknown as Api;
const QR =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h3v3H0zM6 0h3v3H6zM0 6h3v3H0zM4 1h1v3H4zM5 5h3v1H5zM4 7h2v2H4z"/></svg>';
const denied = (device: "camera" | "microphone") => ({ device, kind: "denied", name: "NotAllowedError" }) as const;

const STORIES: Record<string, () => React.ReactNode> = {
  "tutor-live": () => tutor(storyRoom({ view: storySession() })),
  "tutor-weak": () =>
    tutor(
      storyRoom({
        view: storySession({ tutor: { ...storySession().tutor, bars: 1, down: 1 } }),
        edges: { ...NO_EDGES, paused_cameras: ["bob", "carol"] },
      }),
    ),
  "tutor-quiet": () => tutor(storyRoom({ view: storySession({ lanes: storySession().lanes.slice(0, 2) }) })),
  "tutor-scheduled": () => tutor(storyRoom({ view: storySession({ status: "SCHEDULED" }) })),
  "tutor-paused": () => tutor(storyRoom({ view: storySession({ paused: true, engine_up: false }), link: "down" })),
  "tutor-observed": () => tutor(storyRoom({ view: storySession({ observers: [OBSERVER] }), part: "observer" })),
  "tutor-ended": () => tutor(storyRoom({ view: storySession({ status: "COMPLETED" }) })),
  "student-live": () => alice(),
  "student-observe": () =>
    alice(
      { observers: [OBSERVER] },
      { mode: "OBSERVE", help: call({ help_id: "h", urgency: "high", text: "", asked_at: Date.now() - 70_000 }) },
    ),
  "student-talk": () =>
    alice(
      {
        announcements: [
          { message_id: "a", from_id: "tutor", text: "Five more minutes, then a break.", at: Date.now() },
        ],
      },
      {
        messages: [
          { message_id: "1", from_id: "tutor", text: "Try the number line.", at: Date.now() - 300_000 },
          { message_id: "2", from_id: "alice", text: "Thanks, that helps!", at: Date.now() - 200_000 },
        ],
        unread_by_student: 1,
        help: {
          ...call({ help_id: "h", urgency: "normal", text: "", asked_at: Date.now() - 70_000 }),
          postponed: true,
        },
      },
    ),
  "student-screen": () => alice({ tutor: { ...storySession().tutor, screen: true } }),
  "student-waiting": () => alice({ status: "SCHEDULED", scheduled_start: Date.now() + 8 * 60_000 }),
  "student-paused": () => alice({ paused: true }),
  "student-away": () => alice({ tutor: { ...storySession().tutor, connected: false } }),
  "student-table": () => student(storyRoom({ me: "alice", part: "student", view: storySession({ open_table: true }) })),
  "student-weak": () =>
    student(
      storyRoom({
        me: "alice",
        part: "student",
        view: aliceSession({}, { person: { ...aliceSession().lanes[0]!.person, bars: 1, up: 4, down: 1 } }),
        edges: { ...NO_EDGES, hears: ["tutor"], paused_cameras: ["tutor"] },
      }),
    ),
  "student-denied": () =>
    student(
      storyRoom(
        { me: "alice", part: "student", joined: false, view: aliceSession() },
        { problems: [denied("camera"), denied("microphone")], preview: null, mic: false, camera: false, cameras: [] },
      ),
    ),
  "student-superseded": () => <ClosedPage code="superseded" homeHref="/" onAgain={nothing} />,
  "home-tutor": () => <TutorHome boot={boot("TEACHER", "Ms Rivera")} api={storyApi} goTo={nothing} />,
  "home-student": () => <StudentHome boot={boot("STUDENT", "Alice Chen")} api={storyApi} goTo={nothing} />,
  login: () => <LoginForm signIn={async () => {}} onSignedIn={nothing} />,
};

const wanted = new URLSearchParams(location.search).get("story") ?? "";
const story =
  STORIES[wanted] ??
  (() =>
    Object.keys(STORIES).map((name) => (
      <p key={name}>
        <a href={`?story=${name}`}>{name}</a>
      </p>
    )));
draw(story());
