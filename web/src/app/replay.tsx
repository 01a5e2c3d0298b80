/** A session seen again, for its tutor, for admins, and for a student their own lane. */
import "../i18n/for-replay";
import type { Me } from "../home/api";
import { createReplayApi } from "../recordings/api";
import { ReplayPage } from "../recordings/replay-page";
import { draw, HOME, readBoot } from "./page";

interface ReplayBoot extends Me {
  readonly session_id: string;
  readonly title: string;
}

const boot = readBoot<ReplayBoot>();
const api = createReplayApi(boot.session_id);
draw(<ReplayPage title={boot.title} api={api} homeHref={HOME} />);
