/** Jobs that back guests up by a calendar. */
import { useQuery } from '@tanstack/react-query';
import { get, type Parameters } from '../api/call';
import { type Live, useLive } from '../model/live';

export interface Job {
  id: string;
  schedule?: string;
  enabled?: boolean | number;
  storage?: string;
  node?: string;
  mode?: string;
  compress?: string;
  all?: boolean | number;
  /** With commas between them. */
  vmid?: string;
  exclude?: string;
  pool?: string;
  comment?: string;
  'notes-template'?: string;
  'prune-backups'?: string | Record<string, number>;
  /** Unix seconds. */
  'next-run'?: number;
}

export const JOBS = '/cluster/backup';

export const useJobs = (): Live<readonly Job[]> =>
  useLive(['backup-jobs'], () => get<Job[]>(JOBS), (event) => event.subject.includes('jobs.cfg') || (event.type.includes('.task.ended') && event.subject.includes(':vzdump:')));

/** When a calendar event comes next, in Unix seconds; the error says what is wrong with it. */
export function useNextTimes(schedule: string): { times: readonly number[]; error: string | undefined } {
  const query = useQuery({
    queryKey: ['schedule', schedule],
    queryFn: () => get<Array<{ timestamp: number }>>('/cluster/jobs/schedule-analyze', { schedule, iterations: 3 }),
    enabled: schedule.trim() !== '',
    retry: false,
  });
  return { times: (query.data ?? []).map((one) => one.timestamp), error: query.error?.message };
}

/** What is kept, as the API writes it: `keep-daily=7,keep-last=3`. */
export const keptOf = (job: Job | undefined): string => {
  const kept = job?.['prune-backups'];
  return typeof kept === 'object' ? Object.entries(kept).map(([name, count]) => `${name}=${count}`).join(',') : (kept ?? '');
};

/** What a job would ask for now, of one node. */
export const nowOf = (job: Job): Parameters => ({
  ...(job.all ? { all: true, exclude: job.exclude } : job.pool !== undefined ? { pool: job.pool } : { vmid: job.vmid }),
  storage: job.storage,
  mode: job.mode,
  compress: job.compress,
  'notes-template': job['notes-template'],
});
