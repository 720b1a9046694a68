/** What one can choose from on a node. */
import { useQuery } from '@tanstack/react-query';
import { get } from '../api/call';
import { useResources } from '../model/resources';
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
    enabled: node !== undefined && node !== '',
  }).data;
  return (found ?? []).map((one) => ({ id: one.storage, label: one.storage }));
}

/** Volumes of a kind, of all of the node's storages. */
function useVolumesOf(node: string | undefined, content: 'iso' | 'vztmpl'): Choice[] {
  const found = useQuery({
    queryKey: ['volumes', content, node],
    queryFn: async () => {
      const storages = await get<Storage[]>(`/nodes/${node}/storage`, { content, enabled: true });
      const lists = await Promise.all(
        storages.map((one) => get<Volume[]>(`/nodes/${node}/storage/${one.storage}/content`, { content }).catch(() => [])),
      );
      return lists.flat();
    },
    enabled: node !== undefined && node !== '',
  }).data;
  return (found ?? []).map((one) => ({ id: one.volid, label: one.volid.slice(one.volid.indexOf('/') + 1) }));
}

export const useIsos = (node: string | undefined) => useVolumesOf(node, 'iso');
export const useTemplates = (node: string | undefined) => useVolumesOf(node, 'vztmpl');

/**
 * The next number that no guest has; nothing while it is asked for, so that no answer comes over what is typed meanwhile, and
 * the first number where nobody tells.
 */
export function useFreeVmid(): number | undefined {
  const free = useQuery({ queryKey: ['nextid'], queryFn: () => get<string>('/cluster/nextid'), staleTime: 0, gcTime: 0, refetchOnWindowFocus: false });
  return free.isPending ? undefined : Number(free.data ?? 100);
}

export function useOnlineNodes(): string[] {
  return useResources()
    .filter((entry) => entry.type === 'node' && entry.status === 'online')
    .map((entry) => entry.node ?? '');
}

/** Bridges of the node; the usual one where the node does not tell. */
export function useBridges(node: string | undefined): Choice[] {
  const found = useQuery({
    queryKey: ['bridges', node],
    queryFn: () => get<Interface[]>(`/nodes/${node}/network`, { type: 'any_bridge' }).catch(() => []),
    enabled: node !== undefined && node !== '',
  }).data;
  const names = (found ?? []).map((one) => one.iface);
  return (names.length > 0 ? names : ['vmbr0']).map((id) => ({ id, label: id }));
}
