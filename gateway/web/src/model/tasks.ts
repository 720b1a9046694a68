/** Tasks: the newest ones, and one until it ends. Events say when to look. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { get } from '../api/call';
import { resources } from './resources';

export interface Task {
  upid: string;
  node: string;
  type: string;
  id: string;
  user: string;
  starttime: number;
  endtime?: number;
  status?: string;
}

export interface TaskLine {
  n: number;
  t: string;
}

export const taskPath = (upid: string) => `/nodes/${upid.split(':')[1]}/tasks/${encodeURIComponent(upid)}`;

export const isRunning = (task: Task) => task.endtime === undefined;

export const isGood = (status: string | undefined) => status === 'OK' || status?.startsWith('WARNINGS') === true;

export function useTasks(): Task[] {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const off = resources.onEvent((event) => {
      if (event.type.includes('.task.')) {
        timer ??= setTimeout(() => {
          timer = undefined;
          void client.invalidateQueries({ queryKey: ['tasks'] });
        }, 200);
      }
    });
    return () => {
      off();
      clearTimeout(timer);
    };
  }, [client]);
  return (
    useQuery({ queryKey: ['tasks'], queryFn: () => get<Task[]>('/cluster/tasks', { limit: 200 }), staleTime: 60_000 }).data ?? []
  );
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
