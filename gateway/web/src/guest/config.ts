/** A guest's configuration with what waits for a restart, read again when an event tells of a change. */
import { get, type Parameters, put } from '../api/call';
import { useLive } from '../model/live';
import { guestPath, type Resource, resourceOf } from '../model/resources';

export interface Setting {
  key: string;
  value?: string | number;
  pending?: string | number;
  delete?: number;
}

const NONE: readonly Setting[] = [];

export function useSettings(entry: Resource): readonly Setting[] {
  const concerns = (subject: string) => resourceOf(subject, (id) => id === entry.id) === entry.id;
  return useLive(['pending', entry.id], () => get<Setting[]>(`${guestPath(entry)}/pending`), (event) => concerns(event.subject)).data ?? NONE;
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
