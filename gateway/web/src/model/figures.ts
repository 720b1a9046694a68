/** Figures of what is looked at. The server samples them every few seconds; nothing is asked for while the page is hidden. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { get } from '../api/call';
import { guestPath, type Looked, type Resource, resources } from './resources';

export const PACE_MS = 3000;
/** More entries than this are read again as a whole five times as seldom. */
const MANY = 500;
const SELDOM = 5;
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

/** Numbers of guests, the lowest and the highest. */
export type Range = readonly [number, number];

/** The numbers of those that are seen; none where more than a few others lie between them, or all are few. */
export function rangeOf(seen: readonly Resource[], all: readonly Resource[]): Range | undefined {
  const numbers = seen.map((one) => one.vmid ?? 0);
  const range: Range = [Math.min(...numbers), Math.max(...numbers)];
  const within = all.reduce((count, { vmid = 0 }) => count + Number(vmid >= range[0] && vmid <= range[1]), 0);
  return all.length > MANY && numbers.length > 0 && within <= MANY ? range : undefined;
}

/**
 * Keeps the figures of a list fresh while it is looked at: of many, those that are seen, where these lie together.
 *
 * @param count how many they are about
 * @param seen the numbers that are looked at
 */
export function useFigures(type: Looked['type'], node: string | undefined, count: number, seen?: () => Range | undefined): void {
  const look = useRef(seen);
  look.current = seen;
  const all = count > MANY ? SELDOM : 1;
  useEffect(() => {
    let beat = 0;
    const timer = setInterval(() => {
      const range = look.current?.();
      beat += 1;
      if (document.visibilityState === 'visible' && (range !== undefined || beat % all === 0)) {
        void resources.figures({ type, node, range });
      }
    }, PACE_MS);
    return () => clearInterval(timer);
  }, [type, node, all]);
}
