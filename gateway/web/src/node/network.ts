/** A node's network: as it is, as it will be, and what waits. */
import { getWhole, get } from '../api/call';
import { type Live, useLive } from '../model/live';

export interface Interface {
  iface: string;
  type: string;
  active?: boolean | number;
  autostart?: boolean | number;
  exists?: boolean | number;
  cidr?: string;
  cidr6?: string;
  gateway?: string;
  gateway6?: string;
  bridge_ports?: string;
  bridge_vlan_aware?: boolean | number;
  bridge_vids?: string;
  slaves?: string;
  bond_mode?: string;
  bond_xmit_hash_policy?: string;
  'bond-primary'?: string;
  'vlan-id'?: number | string;
  'vlan-raw-device'?: string;
  mtu?: number | string;
  comments?: string;
  method?: string;
}

export interface Network {
  data: Interface[];
  /** How what waits differs, as a unified diff; absent where nothing waits. */
  changes?: string;
}

/** Whether an applied change goes back by itself, and when, in Unix seconds. */
export interface Waiting {
  waiting: boolean | number;
  until?: number;
}

const concerns = (event: { type: string; subject: string }) => event.type.includes('.network.') || (event.type.includes('.task.') && event.subject.includes(':srvreload:'));

export const networkPath = (node: string) => `/nodes/${node}/network`;
export const confirmPath = (node: string) => `/coppice/nodes/${node}/network/confirm`;

export const useNetwork = (node: string): Live<Network> => useLive(['network', node], () => getWhole<Network>(networkPath(node)), concerns);

export const useWaiting = (node: string): Live<Waiting> => useLive(['network-waiting', node], () => get<Waiting>(confirmPath(node)), concerns);
