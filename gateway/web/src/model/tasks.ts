/** Tasks: the newest ones, and one until it ends. Events say when to look. */
import { get } from '../api/call';
import { en, type Key } from '../text/en';
import type { Text } from '../text/text';
import { useLive } from './live';

export interface Task {
  upid: string;
  node: string;
  type: string;
  id: string;
  user: string;
  starttime: number;
  endtime?: number;
  status?: string;
  asof?: number;
}

export interface TaskLine {
  n: number;
  t: string;
}

export const taskPath = (upid: string) => `/nodes/${upid.split(':')[1]}/tasks/${encodeURIComponent(upid)}`;

/** Whether it ran when its node was in reach last: nobody knows what has become of it. */
export const isUnknown = (task: Task) => task.endtime === undefined && task.status === 'unknown';

export const isRunning = (task: Task) => task.endtime === undefined && !isUnknown(task);

export const isGood = (status: string | undefined) => status === 'OK' || status?.startsWith('WARNINGS') === true;

/** What an id of a task tells of it. */
export function taskOf(upid: string): Task {
  const [, node = '', , , start = '0', type = '', id = '', user = ''] = upid.split(':');
  return { upid, node, type, id, user, starttime: parseInt(start, 16) };
}

/** In the words of the page; as the API calls it where it has none. */
export function taskName(text: Text, task: Task): string {
  const key = `task.${task.type}`;
  // some tasks are of several things, or of none
  return key in en && (task.id !== '' || !en[key as Key].includes('{0}')) ? text(key as Key, task.id) : `${task.type} ${task.id}`.trim();
}

const NONE: readonly Task[] = [];

export function useTasks(): readonly Task[] {
  return useLive(['tasks'], () => get<Task[]>('/cluster/tasks', { limit: 200 }), (event) => event.type.includes('.task.')).data ?? NONE;
}

export interface Ended {
  status: string;
  exitstatus?: string;
}

/** Waits until a task has ended; each call waits on the server, so that nobody polls. */
export async function ended(upid: string): Promise<Ended> {
  for (;;) {
    const status = await get<Ended>(`${taskPath(upid)}/status`, { wait: 30 });
    if (status.status === 'stopped') {
      return status;
    }
  }
}

/** Waits until a task has ended, and throws where it did not end well. */
export async function done(upid: string): Promise<void> {
  const end = await ended(upid);
  if (!isGood(end.exitstatus)) {
    throw new Error(end.exitstatus ?? 'unknown');
  }
}
