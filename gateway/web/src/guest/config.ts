/** A guest's configuration with what waits for a restart, read again when an event tells of a change. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { get, type Parameters, put } from '../api/call';
import { guestPath, type Resource, resourceOf, resources } from '../model/resources';

export interface Setting {
  key: string;
  value?: string | number;
  pending?: string | number;
  delete?: number;
}

export function useSettings(entry: Resource): readonly Setting[] {
  const client = useQueryClient();
  useEffect(
    () =>
      resources.onEvent((event) => {
        if (resourceOf(event.subject, (id) => id === entry.id) === entry.id) {
          void client.invalidateQueries({ queryKey: ['pending', entry.id] });
        }
      }),
    [client, entry.id],
  );
  return useQuery({ queryKey: ['pending', entry.id], queryFn: () => get<Setting[]>(`${guestPath(entry)}/pending`) }).data ?? [];
}

/** Changes settings if nobody else has meanwhile: the digest of what is shown goes along. */
export async function change(entry: Resource, settings: readonly Setting[], changes: Parameters): Promise<void> {
  const digest = settings.find((setting) => setting.key === 'digest')?.value;
  await put(`${guestPath(entry)}/config`, { ...changes, ...(digest === undefined ? {} : { digest }) });
}

export const valueOf = (settings: readonly Setting[], key: string) => {
  const found = settings.find((setting) => setting.key === key);
  return found === undefined ? undefined : String(found.pending ?? found.value ?? '');
};
