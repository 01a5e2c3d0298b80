/** Who is enrolled in a session: take somebody out, add somebody, make a personal link. */
import { useCallback, useEffect, useState } from "react";
import { t } from "../i18n/t";
import { Dialog } from "../ui/dialog";
import { byName, levelOf, named, tellingName } from "../ui/people-order";
import { Avatar } from "../ui/small";
import type { Session } from "../wire/session";
import type { Api, CenterPerson, PersonalLink, Summary } from "./api";
import { LinkDialog } from "./link-dialog";
import { MOST_STUDENTS } from "./student-picker";
import { TextField } from "./text-field";
import "./students-dialog.css";

const MOST_FOUND = 6;

interface StudentsDialogProps {
  readonly session: Summary;
  readonly students: readonly CenterPerson[];
  readonly api: Api;
  readonly csrf: string;
  /** Somebody was added or taken out. */
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

export function StudentsDialog({ session, students, api, csrf, onChanged, onClose }: StudentsDialogProps) {
  const [view, setView] = useState<Session | null>(null);
  const [words, setWords] = useState("");
  const [problem, setProblem] = useState("");
  const [link, setLink] = useState<{ name: string; link: PersonalLink } | null>(null);
  const refused = useCallback((reason: Error) => setProblem(reason.message), []);
  const load = useCallback(() => api.see(session.id).then(setView, refused), [api, session.id, refused]);
  useEffect(() => void load(), [load]);
  const change = (action: "enroll" | "remove", studentId: string) => {
    setProblem("");
    const changed = () => {
      onChanged();
      return load();
    };
    api.manage(session.id, action, { student_id: studentId }, csrf).then(changed, refused);
  };
  const enrolled = byName(
    view?.lanes.map((lane) => ({ ...lane, user_id: lane.person.user_id, name: lane.person.name })) ?? [],
  );
  const over = session.status === "COMPLETED" || session.status === "CANCELLED";
  const others = students.filter(({ id }) => !enrolled.some((person) => person.user_id === id));
  const found = byName(named(others, words)).slice(0, MOST_FOUND);
  return (
    <Dialog title={t("home.students_of", { title: session.title })} onClose={onClose}>
      {(over || session.status === "LIVE") && (
        <p className="soft small">{t(over ? "enrolled.over" : "enrolled.live")}</p>
      )}
      {enrolled.length > 0 && <p className="soft small">{t("link.replaces")}</p>}
      {view?.lanes.length === 0 && <p className="soft">{t("enrolled.none")}</p>}
      <ul className="person-list">
        {enrolled.map((lane) => {
          const { user_id } = lane;
          const name = tellingName(lane, enrolled);
          return (
            <li key={user_id} className="person-line">
              <Avatar name={name} />
              <span className="clip">
                <span translate="no">{lane.name}</span> <span className="soft small">{levelOf(lane)}</span>
              </span>
              <span className="row">
                <button
                  type="button"
                  className="button small"
                  aria-label={t("link.make_for", { name })}
                  onClick={() => api.personalLink(user_id, csrf).then((made) => setLink({ name, link: made }), refused)}
                >
                  {t("link.make")}
                </button>
                {!over && (
                  <button
                    type="button"
                    className="button small quiet"
                    aria-label={t("enrolled.remove_of", { name })}
                    onClick={() => change("remove", user_id)}
                  >
                    {t("enrolled.remove")}
                  </button>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      <div role="alert">{problem !== "" && <p className="notice danger">{problem}</p>}</div>
      {view !== null && !over && enrolled.length < MOST_STUDENTS && others.length > 0 && (
        <section className="stack" aria-label={t("enrolled.search")}>
          <TextField label={t("enrolled.search")} value={words} onChange={setWords} />
          <ul className="person-list">
            {found.map((student) => (
              <li key={student.id} className="person-line">
                <Avatar name={student.name} />
                <span className="clip">
                  <span translate="no">{student.name}</span> <span className="soft small">{levelOf(student)}</span>
                </span>
                <button
                  type="button"
                  className="button small"
                  aria-label={t("enrolled.add_of", { name: tellingName(student, others) })}
                  onClick={() => change("enroll", student.id)}
                >
                  {t("enrolled.add")}
                </button>
              </li>
            ))}
          </ul>
          {found.length === 0 && <p className="soft">{t("create.nobody")}</p>}
        </section>
      )}
      {link !== null && <LinkDialog name={link.name} link={link.link} onClose={() => setLink(null)} />}
    </Dialog>
  );
}
