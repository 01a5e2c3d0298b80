/** Which lanes are shown, and in which order; the center's other students can be enrolled here. */
import { type TextKey, t } from "../i18n/t";
import type { Filter, Order } from "../session/attention";
import { IconButton } from "../ui/icon-button";
import "./lane-tools.css";

interface LaneToolsProps {
  readonly order: Order;
  readonly filter: Filter;
  /** Lanes of each kind. */
  readonly counts: Readonly<Record<Filter, number>>;
  readonly onOrder: (order: Order) => void;
  readonly onFilter: (filter: Filter) => void;
  /** null: nobody can be enrolled here. */
  readonly onEnroll: (() => void) | null;
}

const ORDERS: readonly (readonly [Order, TextKey])[] = [
  ["seat", "order.seat"],
  ["waiting", "order.waiting"],
  ["stuck", "order.stuck"],
  ["unattended", "order.unattended"],
];
const FILTERS: readonly (readonly [Filter, TextKey])[] = [
  ["all", "filter.all"],
  ["waiting", "filter.waiting"],
  ["stuck", "filter.stuck"],
  ["unread", "filter.unread"],
];

export function LaneTools({ order, filter, counts, onOrder, onFilter, onEnroll }: LaneToolsProps) {
  return (
    <div className="lane-tools">
      <label>
        <span className="visually-hidden">{t("order.title")}</span>
        <select className="input" value={order} onChange={(event) => onOrder(event.target.value as Order)}>
          {ORDERS.map(([value, text]) => (
            <option key={value} value={value}>
              {t(text)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="visually-hidden">{t("filter.title")}</span>
        <select className="input" value={filter} onChange={(event) => onFilter(event.target.value as Filter)}>
          {FILTERS.map(([value, text]) => (
            <option key={value} value={value}>
              {t(text)} ({counts[value]})
            </option>
          ))}
        </select>
      </label>
      {onEnroll !== null && <IconButton icon="plus" label={t("enroll.open")} onClick={onEnroll} />}
    </div>
  );
}
