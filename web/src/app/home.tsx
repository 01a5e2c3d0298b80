/** My sessions: the home page of tutors and students. */
import "../i18n/for-home";
import { api, type HomeBoot } from "../home/api";
import { ChoosePassword } from "../home/choose-password";
import { StudentHome } from "../home/student-home";
import { TutorHome } from "../home/tutor-home";
import { PageFooter } from "../ui/page-footer";
import { serverSays } from "../ui/server-clock";
import { CONNECTION_TEST, draw, goTo, readBoot } from "./page";

const boot = readBoot<HomeBoot>();
if (!boot.password_needed) serverSays(boot.now);
const home = boot.password_needed ? (
  <ChoosePassword me={boot} api={api} onChosen={() => goTo("/")} />
) : boot.user.role === "STUDENT" ? (
  <StudentHome boot={boot} api={api} goTo={goTo} />
) : (
  <TutorHome boot={boot} api={api} goTo={goTo} />
);
draw(
  <>
    {home}
    <PageFooter testHref={CONNECTION_TEST} />
  </>,
);
