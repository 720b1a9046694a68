/**
 * A table of any length: only the rows that are seen are there. Sorted by a click or a key on a column's head. By keyboard:
 * arrows, page and end keys go from row to row, Enter opens, right and left go through a row's buttons.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useText } from '../text/text';
import { isOwnKey, moved, useFocus } from './focus';

export interface GridColumn<T> {
  id: string;
  head: string;
  show: (entry: T) => ReactNode;
  /** What it is sorted by; without it the column is not. */
  by?: (entry: T) => string | number | undefined;
  /** In pixels; without it the column takes its part of what is left. */
  width?: number;
}

export interface Sorting {
  column: string;
  direction: 'ascending' | 'descending';
}

interface Props<T> {
  label: string;
  entries: readonly T[];
  columns: ReadonlyArray<GridColumn<T>>;
  idOf: (entry: T) => string;
  onOpen?: (entry: T) => void;
  empty: string;
  sortedBy?: Sorting;
  /** Told which entries are drawn, each time that it draws. */
  onSeen?: (entries: readonly T[]) => void;
}

const ROW = 38;
const HEAD = 36;
/** The narrowest that a column without a width becomes, in pixels. */
const NARROWEST = 90;
/** What such a column takes of the room that is left, beside those whose share is their width. */
const SHARE = 170;
/** The column of buttons. */
const ACTS = 'acts';

export function Grid<T extends object>(props: Props<T>) {
  const { columns, entries, idOf, onOpen } = props;
  const place = useRef<HTMLDivElement>(null);
  const [sorting, setSorting] = useState<Sorting | undefined>(props.sortedBy);
  const sorted = useMemo(() => sortEntries(entries, columns, sorting), [entries, columns, sorting]);
  const drawn = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => place.current,
    estimateSize: () => ROW,
    overscan: 6,
    scrollMargin: HEAD,
    scrollPaddingStart: HEAD,
    getItemKey: (index) => idOf(sorted[index] as T),
  });
  const items = drawn.getVirtualItems();
  const seen = props.onSeen;
  useEffect(() => {
    seen?.(sorted.slice(items[0]?.index ?? 0, (items.at(-1)?.index ?? -1) + 1));
  });
  const focus = useFocus(place, sorted.length, (index) => drawn.scrollToIndex(index));
  const page = Math.max(1, Math.floor(((place.current?.clientHeight ?? 0) - HEAD) / ROW) - 1);
  const template = columns.map(trackOf).join(' ');
  const style = { '--columns': template, '--least': `${columns.reduce((sum, column) => sum + (column.width ?? NARROWEST), 0)}px` } as CSSProperties;
  return (
    <div ref={place} className="grid" role="grid" aria-label={props.label} aria-rowcount={sorted.length + 1} aria-colcount={columns.length} style={style}>
      <div role="rowgroup" className="grid-head">
        <div role="row" aria-rowindex={1} className="grid-row">
          {columns.map((column) => (
            <Head key={column.id} column={column} sorting={sorting} sort={setSorting} />
          ))}
        </div>
      </div>
      {sorted.length === 0 && <Nothing says={props.empty} />}
      <div role="rowgroup" className="grid-body" style={{ blockSize: drawn.getTotalSize() }}>
        {items.map((item) => {
          const entry = sorted[item.index] as T;
          const isActive = item.index === focus.active;
          return (
            <div
              key={item.key}
              role="row"
              aria-rowindex={item.index + 2}
              data-index={item.index}
              className={onOpen === undefined ? 'grid-row' : 'grid-row opens'}
              style={{ transform: `translateY(${item.start - HEAD}px)` }}
              tabIndex={isActive ? 0 : -1}
              ref={(row) => keepButtons(row, isActive)}
              onFocus={() => focus.set(item.index)}
              onClick={(event) => isOwnKey(event) && onOpen?.(entry)}
              onKeyDown={(event) => {
                const next = moved(event, item.index, sorted.length, page);
                if (next !== undefined) {
                  event.preventDefault();
                  focus.go(next);
                } else if (event.key === 'Enter' && event.target === event.currentTarget && onOpen !== undefined) {
                  event.preventDefault();
                  onOpen(entry);
                }
              }}
            >
              {columns.map((column, index) => (
                <div key={column.id} role={index === 0 ? 'rowheader' : 'gridcell'} aria-colindex={index + 1} className={column.id === ACTS ? 'cell acts' : 'cell'}>
                  {column.show(entry)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function trackOf<T>({ id, width }: GridColumn<T>): string {
  if (width === undefined) {
    return `minmax(${NARROWEST}px, ${SHARE}fr)`;
  }
  return id === ACTS ? `${width}px` : `minmax(${width}px, ${width}fr)`;
}

/** Buttons of rows that are not the active one are not walked through by the tabulator. */
function keepButtons(row: HTMLElement | null, isActive: boolean): void {
  row?.querySelectorAll('button').forEach((button) => {
    button.tabIndex = isActive ? 0 : -1;
  });
}

function Nothing({ says }: { says: string }) {
  return (
    <div role="rowgroup">
      <div role="row" aria-rowindex={2}>
        <div role="gridcell" className="empty">
          {says}
        </div>
      </div>
    </div>
  );
}

function Head<T>({ column, sorting, sort }: { column: GridColumn<T>; sorting: Sorting | undefined; sort: (next: Sorting) => void }) {
  const text = useText();
  const direction = sorting?.column === column.id ? sorting.direction : undefined;
  if (column.by === undefined) {
    return (
      <div role="columnheader" className="cell">
        {column.id === ACTS ? <span className="hidden">{column.head}</span> : column.head}
      </div>
    );
  }
  const next = direction === 'ascending' ? 'descending' : 'ascending';
  return (
    <div role="columnheader" className="cell" aria-sort={direction ?? 'none'}>
      <button type="button" title={text('list.sort', column.head)} onClick={() => sort({ column: column.id, direction: next })}>
        {column.head} <span aria-hidden="true">{direction === undefined ? '' : direction === 'ascending' ? '▲' : '▼'}</span>
      </button>
    </div>
  );
}

const collator = new Intl.Collator(undefined, { numeric: true });

export function sortEntries<T>(entries: readonly T[], columns: ReadonlyArray<GridColumn<T>>, sorting: Sorting | undefined): readonly T[] {
  const by = columns.find((column) => column.id === sorting?.column)?.by;
  if (by === undefined) {
    return entries;
  }
  const sign = sorting?.direction === 'descending' ? -1 : 1;
  return entries
    .map((entry) => ({ entry, key: by(entry) }))
    .sort((a, b) => sign * compare(a.key, b.key))
    .map((one) => one.entry);
}

function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (a === undefined || b === undefined) {
    return Number(a === undefined) - Number(b === undefined);
  }
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}
