/** Archives of guests: which there are, and what is told of one. */
import { get } from '../api/call';
import { type Live, useLive } from '../model/live';

export interface Archive {
  volid: string;
  content: string;
  format: string;
  size: number;
  ctime?: number;
  vmid?: number;
  notes?: string;
  protected?: boolean | number;
  /** On the node, the storage that holds it. */
  storage: string;
}

interface Storage {
  storage: string;
}

export const storagePath = (node: string, storage: string) => `/nodes/${node}/storage/${storage}`;

export const archivePath = (node: string, archive: Archive) => `${storagePath(node, archive.storage)}/content/${encodeURIComponent(archive.volid)}`;

/** Containers' archives and machines' are told apart by their names. */
export const kindOf = (archive: Archive) => (/vzdump-lxc-/.test(archive.volid) ? 'lxc' : 'qemu');

/**
 * @param storage of this one alone; of all on the node where it is left out
 * @param vmid of this guest alone
 */
export function useArchives(node: string, storage: string | undefined, vmid: number | undefined): Live<readonly Archive[]> {
  const read = async () => {
    const storages = storage === undefined ? await get<Storage[]>(`/nodes/${node}/storage`, { content: 'backup', enabled: true }) : [{ storage }];
    const lists = await Promise.all(
      storages.map(async (one) => {
        const found = await get<Archive[]>(`${storagePath(node, one.storage)}/content`, { content: 'backup', vmid });
        return found.map((archive) => ({ ...archive, storage: one.storage }));
      }),
    );
    return lists.flat();
  };
  return useLive(
    ['archives', node, storage ?? '', vmid ?? 0],
    read,
    (event) => event.type.includes('.volume.') || event.type.includes('.backup.') || (event.type.includes('.task.ended') && event.subject.includes(':vzdump:')),
  );
}
