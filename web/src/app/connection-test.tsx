/** The connection test, for everybody. */
import "../i18n/for-connection-test";
import { ConnectionTest } from "../diagnosis/connection-test";
import { PageFooter } from "../ui/page-footer";
import { CONNECTION_TEST, draw, HOME, readBoot } from "./page";

const { csrf } = readBoot<{ readonly csrf: string | null }>();
draw(
  <>
    <ConnectionTest csrf={csrf} homeHref={HOME} signInHref={`/login?next=${CONNECTION_TEST}`} />
    <PageFooter testHref={null} />
  </>,
);
