/** The keyboard in lists that are drawn in part: one row is the active one, and stays so while others come and go. */
import { type KeyboardEvent, type RefObject, type SyntheticEvent, useEffect, useRef, useState } from 'react';

export interface Focus {
  /** The row that the tabulator leads to. */
  active: number;
  /** Says that a row has the focus. */
  set: (index: number) => void;
  /** Moves the focus to a row, which is scrolled to first. */
  go: (index: number) => void;
}

/** @param show scrolls to a row */
export function useFocus(place: RefObject<HTMLElement | null>, count: number, show: (index: number) => void): Focus {
  const [active, setActive] = useState(0);
  const wanted = useRef<number>(undefined);
  useEffect(() => {
    const row = wanted.current === undefined ? null : place.current?.querySelector<HTMLElement>(`[data-index='${wanted.current}']`);
    if (row) {
      wanted.current = undefined;
      row.focus({ preventScroll: true });
    }
  });
  return {
    active: Math.min(active, Math.max(0, count - 1)),
    set: setActive,
    go: (index) => {
      wanted.current = index;
      setActive(index);
      show(index);
    },
  };
}

/** Where a key leads from a row, if it leads anywhere; right and left go through the buttons of the row. */
export function moved(event: KeyboardEvent<HTMLElement>, index: number, count: number, page: number): number | undefined {
  if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
    return alongButtons(event, event.key === 'ArrowRight' ? 1 : -1) ? index : undefined;
  }
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count, End: count };
  const step = steps[event.key];
  return step === undefined ? undefined : Math.max(0, Math.min(count - 1, index + step));
}

/** @return whether the focus goes back to the row itself */
function alongButtons(event: KeyboardEvent<HTMLElement>, step: number): boolean {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not([disabled])')];
  const at = buttons.indexOf(event.target as HTMLElement) + step;
  if (buttons.length === 0 || (event.target === event.currentTarget && step < 0)) {
    return false;
  }
  event.preventDefault();
  if (at < 0) {
    return true;
  }
  buttons[Math.min(at, buttons.length - 1)]?.focus();
  return false;
}

/** Whether what happened in a row is about the row, and not about a button in it. */
export const isOwnKey = (event: SyntheticEvent) => (event.target as HTMLElement).closest('button') === null;
