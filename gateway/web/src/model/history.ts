/** Figures of the past, as the server keeps them. */
import { useQuery } from '@tanstack/react-query';
import { get } from '../api/call';

export const TIMEFRAMES = ['hour', 'day', 'week', 'month', 'year', 'decade'] as const;
export type Timeframe = (typeof TIMEFRAMES)[number];

/** One moment: its time in Unix seconds, and what was measured; what was not is absent. */
export type Point = { time: number } & Readonly<Record<string, number | undefined>>;

/** How long until a new point may be there, at the finest. */
const AGAIN_MS: Record<Timeframe, number> = { hour: 60_000, day: 60_000, week: 600_000, month: 600_000, year: 3_600_000, decade: 3_600_000 };

export interface Past {
  points: readonly Point[];
  /** Whether the server keeps none of this at all. */
  absent: boolean;
  loaded: boolean;
}

/** @param path of a node, guest or storage */
export function usePast(path: string, timeframe: Timeframe): Past {
  const query = useQuery({
    queryKey: ['past', path, timeframe],
    queryFn: () => get<Point[]>(`${path}/rrddata`, { timeframe, cf: 'AVERAGE' }),
    refetchInterval: AGAIN_MS[timeframe],
    refetchIntervalInBackground: false,
    retry: false,
  });
  const points = query.data ?? [];
  return { points, absent: query.isError, loaded: query.isFetched };
}
