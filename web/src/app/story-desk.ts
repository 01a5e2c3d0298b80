/** Canned answers of what the tutor's page asks over HTTP. For development only. */
import type { DeskApi } from "../tutor/desk-api";

const NOW = Date.now();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const LIBRARY = [
  { id: "1", title: "Essay: My summer", course: "English 6", lesson: "Writing" },
  { id: "2", title: "Adding fractions", course: "Mathematics 5", lesson: "Fractions" },
  { id: "3", title: "Dividing fractions", course: "Mathematics 5", lesson: "Fractions" },
  { id: "4", title: "Linear equations", course: "Mathematics 6", lesson: "Equations" },
  { id: "5", title: "The water cycle", course: "", lesson: "" },
];

export const deskApi: DeskApi = {
  library: {
    list: async () => ({ exercises: LIBRARY }),
    take: async () => ({ exercises: LIBRARY, added: 1, replaced: 0, unchanged: 4 }),
  },
  details: async () => ({
    total_ms: 7.4 * HOUR,
    sessions: [0, 7, 14].map((days) => ({
      session_id: String(days),
      title: "Mathematics, Wednesday group",
      tutor_name: "Ms Rivera",
      status: days === 0 ? "LIVE" : "COMPLETED",
      scheduled_start: NOW - days * DAY - HOUR,
      joined_at: days === 14 ? null : NOW - days * DAY - HOUR,
      left_at: null,
      active_ms: 0.8 * HOUR,
    })),
    exercises: ["Adding fractions", "Fractions on a number line", "Halves and quarters"].map((title, i) => ({
      exercise_id: String(i),
      title,
      lesson: "Lesson 4",
      session_id: String(i * 7),
      assigned_at: NOW - i * 7 * DAY,
      percent: i === 0 ? 75 : 100,
    })),
    notes: [
      {
        author_id: "tutor",
        author_name: "Ms Rivera",
        text: "Careful with signs. Likes pictures.",
        updated_at: NOW - DAY,
      },
      {
        author_id: "b",
        author_name: "Mr Adeyemi",
        text: "Reads the task aloud first: helps.",
        updated_at: NOW - 9 * DAY,
      },
    ],
    events: [
      { seq: 9, at: NOW - 60_000, event: { type: "LaneModeChanged", student_id: "alice", mode: "TEACH" } },
      {
        seq: 8,
        at: NOW - 200_000,
        event: {
          type: "AnswerGiven",
          student_id: "alice",
          item_id: "3",
          value: "5/6",
          correct: true,
          percent: 75,
          unreadable: false,
        },
      },
      { seq: 2, at: NOW - 0.7 * HOUR, event: { type: "PersonJoined", person_id: "alice" } },
    ],
  }),
  putNote: async () => {},
  revision: async (_, number) => ({ number, generation: 0, at: NOW, elements: [] }),
  students: async () =>
    ["Farid Haddad", "Grace Nwosu", "Henry Park"].map((name) => ({
      id: name,
      name,
      grade_level: "Grade 7",
      course_level: "Mathematics 4",
    })),
};
