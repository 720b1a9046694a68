/** What has to be said and goes away by itself. */
import { useEffect, useState } from 'react';

interface Toast {
  id: number;
  text: string;
  bad: boolean;
}

let next = 1;
let all: readonly Toast[] = [];
let tell: () => void = () => {};
const SHOWN_MS = 8000;

export function toast(text: string, bad = false): void {
  const id = next++;
  all = [...all.slice(-4), { id, text, bad }];
  tell();
  setTimeout(() => drop(id), SHOWN_MS);
}

function drop(id: number): void {
  all = all.filter((one) => one.id !== id);
  tell();
}

/** Does something that may fail, and says so where it does. */
export async function attempt(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (failure) {
    toast((failure as Error).message, true);
  }
}

export function Toasts() {
  const [, draw] = useState(0);
  useEffect(() => {
    tell = () => draw((n) => n + 1);
    return () => {
      tell = () => {};
    };
  }, []);
  return (
    <div className="toasts" role="log" aria-live="polite">
      {all.map((one) => (
        <button type="button" key={one.id} className={one.bad ? 'bad' : ''} onClick={() => drop(one.id)}>
          {one.text}
        </button>
      ))}
    </div>
  );
}
