/** Where staff sign in. */
import "../i18n/for-home";
import { api } from "../home/api";
import { LoginForm } from "../home/login-form";
import { PageFooter } from "../ui/page-footer";
import { CONNECTION_TEST, draw, goTo, readBoot } from "./page";

const { next } = readBoot<{ readonly next: string }>();
draw(
  <>
    <LoginForm signIn={api.signIn} onSignedIn={() => goTo(next)} />
    <PageFooter testHref={CONNECTION_TEST} />
  </>,
);
