/** The center, for its admins: floor, sessions, people, settings. Each part has an address of its own. */
import "../i18n/for-center";
import "../i18n/for-home";
import { centerApi } from "../center/api";
import { CenterPage } from "../center/center-page";
import { partOf } from "../center/parts";
import { api, type HomeBoot } from "../home/api";
import { PageFooter } from "../ui/page-footer";
import { CONNECTION_TEST, draw, goTo, readBoot } from "./page";

const boot = readBoot<HomeBoot>();
draw(
  <>
    <CenterPage boot={boot} part={partOf(location.pathname)} api={api} centerApi={centerApi} goTo={goTo} />
    <PageFooter testHref={CONNECTION_TEST} />
  </>,
);
