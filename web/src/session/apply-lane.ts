// The fold of what is in a lane: answers, hints, what comes next, messages, boards. Twin of `domain/evolve_lane`.
import type { Answer, Assignment, Lane, Message, Session, SessionEvent } from "../wire/session";

type Of<T extends SessionEvent["type"]> = Extract<SessionEvent, { type: T }>;
export type LaneContentEvent = Of<
  | "AnswerGiven"
  | "HintGiven"
  | "ExercisesQueued"
  | "HelpPostponed"
  | "HelpBoardAttached"
  | "MessageSent"
  | "MessagesRead"
  | "BoardLocked"
  | "BoardRevised"
  | "LaneDeafened"
>;
type TableEvent = Of<"AnnouncementMade" | "TableBoardRevised">;

/** Messages in a view, for each lane and for announcements. */
const MESSAGES_KEPT = 100;

export function foldLaneContent(lane: Lane, event: LaneContentEvent, at: number): Lane {
  switch (event.type) {
    case "AnswerGiven":
      return lane.exercise === null ? lane : { ...lane, exercise: answered(lane.exercise, event) };
    case "HintGiven": {
      if (lane.exercise === null) return lane;
      const { item_id, text } = event;
      return { ...lane, exercise: { ...lane.exercise, hints: [...lane.exercise.hints, { item_id, text }] } };
    }
    case "ExercisesQueued":
      return { ...lane, queue: event.queue };
    case "HelpPostponed":
      return lane.help === null ? lane : { ...lane, help: { ...lane.help, postponed: true } };
    case "HelpBoardAttached":
      return lane.help === null ? lane : { ...lane, help: { ...lane.help, board_revision: event.revision } };
    case "MessageSent":
      return told(lane, event, at);
    case "MessagesRead":
      return event.by_tutor ? { ...lane, unread_by_tutor: 0 } : { ...lane, unread_by_student: 0 };
    case "BoardLocked":
      return { ...lane, board: { ...lane.board, locked: event.locked } };
    case "BoardRevised":
      return { ...lane, board: { ...lane.board, revision: event.revision } };
    case "LaneDeafened":
      return { ...lane, deafened: event.deafened };
    default:
      event satisfies never;
      return lane;
  }
}

export function foldTable(view: Session, event: TableEvent, at: number): Session {
  switch (event.type) {
    case "AnnouncementMade": {
      const { message_id, text } = event;
      const made: Message = { message_id, from_id: view.tutor.user_id, text, at };
      return { ...view, announcements: [...view.announcements, made].slice(-MESSAGES_KEPT) };
    }
    case "TableBoardRevised":
      return { ...view, table_board: { ...view.table_board, revision: event.revision } };
    default:
      event satisfies never;
      return view;
  }
}

function answered(exercise: Assignment, event: Of<"AnswerGiven">): Assignment {
  const { item_id, value, correct, percent, unreadable } = event;
  const given: Answer = { item_id, value, correct, unreadable };
  const known = exercise.answers.some((answer) => answer.item_id === item_id);
  const kept = exercise.answers.map((answer) => (answer.item_id === item_id ? given : answer));
  return { ...exercise, percent, answers: known ? kept : [...exercise.answers, given] };
}

function told(lane: Lane, event: Of<"MessageSent">, at: number): Lane {
  const { message_id, from_id, text } = event;
  const byStudent = from_id === lane.person.user_id;
  return {
    ...lane,
    messages: [...lane.messages, { message_id, from_id, text, at }].slice(-MESSAGES_KEPT),
    unread_by_tutor: lane.unread_by_tutor + (byStudent ? 1 : 0),
    unread_by_student: lane.unread_by_student + (byStudent ? 0 : 1),
  };
}
