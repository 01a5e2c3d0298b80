/** A line over the page that stays as long as something is the matter. */
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icons";
import "./banner.css";

interface BannerProps {
  readonly icon: IconName;
  readonly tone: "warn" | "danger" | "good" | "plain";
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}

export function Banner({ icon, tone, title, text, children }: BannerProps) {
  return (
    <div className={`notice banner ${tone}`} role="status">
      <Icon name={icon} />
      <p>
        <b>{title}</b> <span>{text}</span>
      </p>
      {children}
    </div>
  );
}
