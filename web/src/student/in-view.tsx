/** The tutor's picture over other windows, where the browser offers it. */
import { t } from "../i18n/t";
import { CallButton } from "../ui/call-button";
import { usePictureInPicture } from "../ui/picture-in-picture";

const stageVideo = () => document.querySelector<HTMLVideoElement>('.stage:not([data-shown="own"]) > video');

export function InView({ tutor }: { readonly tutor: string }) {
  const inView = usePictureInPicture(stageVideo);
  if (inView === null) return null;
  return (
    <div className="pip-button">
      <CallButton
        icon="pip"
        label={t("pip.open", { tutor })}
        word={t("pip.word")}
        tone={inView.on ? "on" : "plain"}
        onClick={inView.toggle}
      />
    </div>
  );
}
