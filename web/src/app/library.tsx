/** The center's library of exercises, for its tutors and admins. */
import "../i18n/for-center";
import "../i18n/for-home";
import "../i18n/for-library";
import { api } from "../home/api";
import { libraryApi } from "../library/api";
import { type LibraryBoot, LibraryPage } from "../library/library-page";
import { openLibrary } from "../realtime/exercises";
import { PageFooter } from "../ui/page-footer";
import { CONNECTION_TEST, draw, goTo, readBoot } from "./page";

const boot = readBoot<LibraryBoot>();
const library = openLibrary(boot.csrf);
draw(
  <>
    <LibraryPage boot={boot} api={api} libraryApi={libraryApi} library={library} goTo={goTo} />
    <PageFooter testHref={CONNECTION_TEST} />
  </>,
);
