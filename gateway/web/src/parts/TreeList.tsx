/** A tree of any size: only what is seen of it is there. Arrows go up, down, in and out, Enter looks at what is reached. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef } from 'react';
import { useFocus } from './focus';

export interface Node {
  id: string;
  label: string;
  children: readonly this[];
}

interface Flat<T> {
  node: T;
  level: number;
  index: number;
  siblings: number;
  parent: number;
}

interface Props<T extends Node> {
  label: string;
  root: T;
  isOpen: (id: string) => boolean;
  toggle: (id: string) => void;
  selected: string;
  onSelect: (id: string) => void;
  show: (node: T) => ReactNode;
}

const ROW = 30;
const INDENT = 16;

export function TreeList<T extends Node>({ label, root, isOpen, toggle, selected, onSelect, show }: Props<T>) {
  const place = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => flatten(root, isOpen), [root, isOpen]);
  const drawn = useVirtualizer({
    count: rows.length,
    getScrollElement: () => place.current,
    estimateSize: () => ROW,
    overscan: 8,
    getItemKey: (index) => rows[index]?.node.id ?? index,
  });
  const focus = useFocus(place, rows.length, (index) => drawn.scrollToIndex(index));
  const at = rows.findIndex((row) => row.node.id === selected);
  useEffect(() => {
    if (at >= 0 && !place.current?.contains(document.activeElement)) {
      focus.set(at);
      drawn.scrollToIndex(at);
    }
    // what is looked at is shown when it changes, not each time that the tree does
  }, [selected]);
  const pressed = (event: KeyboardEvent, index: number) => {
    const row = rows[index];
    if (row === undefined) {
      return;
    }
    const next = leads(event.key, row, index, rows.length, Math.floor((place.current?.clientHeight ?? 0) / ROW), isOpen(row.node.id));
    if (next === 'toggle') {
      toggle(row.node.id);
    } else if (next === 'select') {
      onSelect(row.node.id);
    } else if (next !== undefined) {
      focus.go(next);
    } else {
      return;
    }
    event.preventDefault();
  };
  return (
    <div ref={place} className="tree" role="tree" aria-label={label}>
      <div role="none" style={{ blockSize: drawn.getTotalSize(), position: 'relative' }}>
        {drawn.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) {
            return null;
          }
          const { node } = row;
          const isBranch = node.children.length > 0;
          return (
            <div
              key={item.key}
              role="treeitem"
              data-index={item.index}
              className="branch"
              aria-level={row.level}
              aria-posinset={row.index + 1}
              aria-setsize={row.siblings}
              aria-selected={node.id === selected}
              aria-label={node.label}
              {...(isBranch ? { 'aria-expanded': isOpen(node.id) } : {})}
              tabIndex={item.index === focus.active ? 0 : -1}
              style={{ transform: `translateY(${item.start}px)`, paddingInlineStart: `${8 + (row.level - 1) * INDENT}px` }}
              onFocus={() => focus.set(item.index)}
              onClick={() => onSelect(node.id)}
              onKeyDown={(event) => pressed(event, item.index)}
            >
              <span
                aria-hidden="true"
                className={isBranch ? 'chevron' : 'no-chevron'}
                onClick={(event) => {
                  if (isBranch) {
                    event.stopPropagation();
                    toggle(node.id);
                  }
                }}
              >
                {isBranch ? (isOpen(node.id) ? '▾' : '▸') : ''}
              </span>
              {show(node)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Where a key leads: to a row, or to opening, closing or looking at this one. */
function leads<T>(key: string, row: Flat<T & Node>, index: number, count: number, page: number, isOpen: boolean): number | 'toggle' | 'select' | undefined {
  const within = (to: number) => Math.max(0, Math.min(count - 1, to));
  const isBranch = row.node.children.length > 0;
  switch (key) {
    case 'ArrowDown':
      return within(index + 1);
    case 'ArrowUp':
      return within(index - 1);
    case 'PageDown':
      return within(index + page);
    case 'PageUp':
      return within(index - page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'ArrowRight':
      return isBranch ? (isOpen ? within(index + 1) : 'toggle') : undefined;
    case 'ArrowLeft':
      return isBranch && isOpen ? 'toggle' : row.parent < 0 ? undefined : row.parent;
    case 'Enter':
    case ' ':
      return 'select';
    default:
      return undefined;
  }
}

/** The rows as they stand below each other: of closed branches none. */
export function flatten<T extends Node>(root: T, isOpen: (id: string) => boolean): Array<Flat<T>> {
  const rows: Array<Flat<T>> = [];
  const add = (node: T, level: number, index: number, siblings: number, parent: number) => {
    const at = rows.length;
    rows.push({ node, level, index, siblings, parent });
    if (isOpen(node.id)) {
      node.children.forEach((child, place) => add(child, level + 1, place, node.children.length, at));
    }
  };
  add(root, 1, 0, 1, -1);
  return rows;
}
