/** My sessions: the home page of tutors, admins and students. */
import { api, type Me } from "../home/api";
import { StaffHome } from "../home/staff-home";
import { StudentHome } from "../home/student-home";
import "../styles/home.css";
import { draw, goTo, readBoot } from "./page";

const me = readBoot<Me>();
draw(
  me.user.role === "STUDENT" ? (
    <StudentHome me={me} api={api} goTo={goTo} />
  ) : (
    <StaffHome me={me} api={api} goTo={goTo} />
  ),
);
