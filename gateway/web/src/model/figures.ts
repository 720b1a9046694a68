/** Figures of what is looked at. The server samples them every few seconds; nothing is asked for while the page is hidden. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { get } from '../api/call';
import { guestPath, type Looked, type Resource, resources } from './resources';

export const PACE_MS = 3000;
/** More entries than this are read again five times as seldom. */
const MANY = 500;
/** Half an hour of samples. */
const KEPT = 600;

export interface Current {
  status: string;
  qmpstatus?: string;
  cpu?: number;
  cpus?: number;
  mem?: number;
  maxmem?: number;
  uptime?: number;
  netin?: number;
  netout?: number;
  diskread?: number;
  diskwrite?: number;
  maxdisk?: number;
}

export function useCurrent(entry: Resource): Current | undefined {
  return useQuery({
    queryKey: ['current', entry.id],
    queryFn: () => get<Current>(`${guestPath(entry)}/status/current`),
    refetchInterval: PACE_MS,
    refetchIntervalInBackground: false,
  }).data;
}

export interface Sample {
  time: number;
  values: Readonly<Record<string, number>>;
}

/** Samples since the page was opened; counters become rates per second. */
export function useSamples(current: Current | undefined): readonly Sample[] {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const before = useRef<{ time: number; of: Current }>(undefined);
  useEffect(() => {
    if (current === undefined) {
      return;
    }
    const time = Date.now() / 1000;
    const last = before.current;
    before.current = { time, of: current };
    setSamples((old) => [...old.slice(1 - KEPT), { time, values: valuesOf(current, last?.of, time - (last?.time ?? 0)) }]);
  }, [current]);
  return samples;
}

const COUNTERS = ['netin', 'netout', 'diskread', 'diskwrite'] as const;

export function valuesOf(now: Current, before: Current | undefined, seconds: number): Record<string, number> {
  const values: Record<string, number> = { cpu: now.cpu ?? 0, mem: now.mem ?? 0 };
  for (const name of COUNTERS) {
    const grown = (now[name] ?? 0) - (before?.[name] ?? now[name] ?? 0);
    values[name] = seconds > 0 && grown > 0 ? grown / seconds : 0;
  }
  return values;
}

/**
 * Keeps the figures of a list fresh while it is looked at.
 *
 * @param count how many they are about
 */
export function useFigures(type: Looked['type'], node: string | undefined, count: number): void {
  const pace = count > MANY ? 5 * PACE_MS : PACE_MS;
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') {
        void resources.figures({ type, node });
      }
    }, pace);
    return () => clearInterval(timer);
  }, [type, node, pace]);
}
