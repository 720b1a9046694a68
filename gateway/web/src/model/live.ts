/** What the API answers, read again when an event tells of a change. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Happening } from '../api/events';
import { resources } from './resources';

/** Events that come close together are one reason to read. */
const GATHER_MS = 200;

export interface Live<T> {
  /** Absent until it is read. */
  data: T | undefined;
  error: Error | undefined;
  /** Reads it again, for what one has changed oneself and no event tells of. */
  reread: () => Promise<void>;
}

/**
 * @param key names what is read; the same key is read once for all who look at it
 * @param concerns whether an event may have changed it
 */
export function useLive<T>(key: readonly unknown[], read: () => Promise<T>, concerns: (event: Happening) => boolean): Live<T> {
  const client = useQueryClient();
  const asked = useRef(concerns);
  asked.current = concerns;
  const name = JSON.stringify(key);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey: JSON.parse(name) as unknown[] });
      }, GATHER_MS);
    };
    const offEvent = resources.onEvent((event) => asked.current(event) && soon());
    const offReset = resources.onReset(soon);
    return () => {
      offEvent();
      offReset();
      clearTimeout(timer);
    };
  }, [client, name]);
  const query = useQuery({ queryKey: key, queryFn: read, staleTime: 60_000 });
  const reread = () => client.invalidateQueries({ queryKey: key });
  return { data: query.data, error: query.error ?? undefined, reread };
}
