/** What one can choose from on a node. */
import { useQuery } from '@tanstack/react-query';
import { get } from '../api/call';
import type { Choice } from '../parts/Form';

interface Storage {
  storage: string;
  content: string;
  avail?: number;
}

interface Volume {
  volid: string;
}

interface Interface {
  iface: string;
}

export function useStorages(node: string | undefined, content: string): Choice[] {
  const found = useQuery({
    queryKey: ['storages', node, content],
    queryFn: () => get<Storage[]>(`/nodes/${node}/storage`, { content, enabled: true }),
    enabled: node !== undefined,
  }).data;
  return (found ?? []).map((one) => ({ id: one.storage, label: one.storage }));
}

/** ISO images of all of the node's storages. */
export function useIsos(node: string | undefined): Choice[] {
  const found = useQuery({
    queryKey: ['isos', node],
    queryFn: async () => {
      const storages = await get<Storage[]>(`/nodes/${node}/storage`, { content: 'iso', enabled: true });
      const lists = await Promise.all(
        storages.map((one) => get<Volume[]>(`/nodes/${node}/storage/${one.storage}/content`, { content: 'iso' }).catch(() => [])),
      );
      return lists.flat();
    },
    enabled: node !== undefined,
  }).data;
  return (found ?? []).map((one) => ({ id: one.volid, label: one.volid.slice(one.volid.indexOf(':') + 1).replace(/^iso\//, '') }));
}

/** Bridges of the node; the usual one where the node does not tell. */
export function useBridges(node: string | undefined): Choice[] {
  const found = useQuery({
    queryKey: ['bridges', node],
    queryFn: () => get<Interface[]>(`/nodes/${node}/network`, { type: 'any_bridge' }).catch(() => []),
    enabled: node !== undefined,
  }).data;
  const names = (found ?? []).map((one) => one.iface);
  return (names.length > 0 ? names : ['vmbr0']).map((id) => ({ id, label: id }));
}
