/** My sessions: the home page of tutors, admins and students. */
import "../i18n/for-home";
import { api, type Me, type Summary } from "../home/api";
import { StaffHome } from "../home/staff-home";
import { StudentHome } from "../home/student-home";
import "../styles/home.css";
import { draw, goTo, readBoot } from "./page";

const boot = readBoot<Me & { readonly sessions: readonly Summary[] }>();
draw(
  boot.user.role === "STUDENT" ? (
    <StudentHome me={boot} sessions={boot.sessions} api={api} goTo={goTo} />
  ) : (
    <StaffHome me={boot} sessions={boot.sessions} api={api} goTo={goTo} />
  ),
);
