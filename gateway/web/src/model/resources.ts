/** What there is, by id. Read once as a whole; afterwards events say which entries to read again. */
import { useCallback, useSyncExternalStore } from 'react';
import { get } from '../api/call';
import { follow, type Happening } from '../api/events';

export type Kind = 'node' | 'qemu' | 'lxc' | 'storage' | 'pool' | 'sdn';

export interface Resource {
  id: string;
  type: Kind;
  node?: string;
  vmid?: number;
  name?: string;
  storage?: string;
  pool?: string;
  status?: string;
  lock?: string;
  tags?: string;
  template?: number;
  cpu?: number;
  maxcpu?: number;
  mem?: number;
  maxmem?: number;
  disk?: number;
  maxdisk?: number;
  uptime?: number;
  content?: string;
  plugintype?: string;
  shared?: number;
}

const GATHER_MS = 150;
/** With more entries than this each drawing costs more, so that more is gathered for it. */
const MANY = 2000;
const GATHER_MANY_MS = 1000;
/** More entries than this are read with the whole list, unless that is long. */
const FEW = 15;
const FEW_OF_MANY = 60;
const FIGURES = 'id,status,cpu,mem,disk,uptime,maxcpu,maxmem,maxdisk';

type Listener = () => void;

/** Whose figures are looked at: all of a kind, or those on one node. */
export interface Looked {
  type: 'node' | 'vm';
  node?: string | undefined;
  /** Only guests with numbers from here to there. */
  range?: readonly [number, number] | undefined;
}

class Resources {
  private all = new Map<string, Resource>();
  private listeners = new Set<Listener>();
  private eventListeners = new Set<(event: Happening) => void>();
  private resetListeners = new Set<Listener>();
  private dirty = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private ended: (() => void) | undefined;
  private list: readonly Resource[] = [];
  loaded = false;
  connected = true;

  start(): void {
    void this.reload();
    this.ended = follow(
      (event) => this.heard(event),
      () => {
        void this.reload();
        this.resetListeners.forEach((tell) => tell());
      },
      (connected) => {
        this.connected = connected;
        this.changed();
      },
    );
  }

  stop(): void {
    this.ended?.();
    clearTimeout(this.timer);
    this.dirty.clear();
    this.all.clear();
    this.loaded = false;
    this.changed();
  }

  get(id: string): Resource | undefined {
    return this.all.get(id);
  }

  values(): readonly Resource[] {
    return this.list;
  }

  onChange(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  onEvent(listener: (event: Happening) => void): () => void {
    this.eventListeners.add(listener);
    return () => this.eventListeners.delete(listener);
  }

  /** Told when events may have been missed. */
  onReset(listener: Listener): () => void {
    this.resetListeners.add(listener);
    return () => this.resetListeners.delete(listener);
  }

  async reload(): Promise<void> {
    const list = await get<Resource[]>('/cluster/resources').catch(() => undefined);
    if (list !== undefined) {
      this.all = new Map(list.map((entry) => [entry.id, entry]));
      this.loaded = true;
      this.changed();
    }
  }

  /** Reads figures again, of those entries that somebody looks at. */
  async figures(of: Looked): Promise<void> {
    const conditions = [
      ...(of.node === undefined ? [] : [`node=${of.node}`]),
      ...(of.range === undefined ? [] : [`vmid>=${of.range[0]}`, `vmid<=${of.range[1]}`]),
    ];
    const filter = conditions.length === 0 ? {} : { filter: conditions.join(',') };
    const list = await get<Resource[]>('/cluster/resources', { type: of.type, fields: FIGURES, ...filter }).catch(() => []);
    for (const figures of list) {
      const known = this.all.get(figures.id);
      if (known !== undefined) {
        this.all.set(figures.id, { ...known, ...figures });
      }
    }
    this.changed();
  }

  private heard(event: Happening): void {
    this.eventListeners.forEach((tell) => tell(event));
    const id = resourceOf(event.subject, (known) => this.all.has(known));
    if (id !== undefined) {
      this.dirty.add(id);
      this.timer ??= setTimeout(() => void this.refresh(), this.all.size > MANY ? GATHER_MANY_MS : GATHER_MS);
    }
  }

  private async refresh(): Promise<void> {
    this.timer = undefined;
    const ids = [...this.dirty];
    this.dirty.clear();
    if (ids.length > (this.all.size > MANY ? FEW_OF_MANY : FEW) || ids.includes('*')) {
      await this.reload();
      return;
    }
    await Promise.all(ids.map((id) => this.reread(id)));
    this.changed();
  }

  private async reread(id: string): Promise<void> {
    const found = await get<Resource[]>('/cluster/resources', { filter: `id=${id}` }).catch(() => undefined);
    const entry = found?.[0];
    if (entry !== undefined) {
      this.all.set(id, entry);
    } else if (found !== undefined) {
      this.all.delete(id);
    }
  }

  private changed(): void {
    this.list = [...this.all.values()];
    this.listeners.forEach((tell) => tell());
  }
}

/** The entry that an event is about, by its subject: `guest/100`, a guest's task, or a document's path; `*` where it may be any. */
export function resourceOf(subject: string, isKnown: (id: string) => boolean): string | undefined {
  // what a task has done to a guest may be seen only when it has ended
  const guest = (/^guest\/(\d+)$/.exec(subject) ?? /^task\/UPID:(?:[^:]*:){5}(\d+):/.exec(subject))?.[1];
  if (guest !== undefined) {
    return isKnown(`lxc/${guest}`) ? `lxc/${guest}` : `qemu/${guest}`;
  }
  const document = /^(?:config\/)?nodes\/[^/]+\/(qemu-server|lxc)\/(\d+)\.conf$/.exec(subject);
  if (document !== null) {
    return `${document[1] === 'lxc' ? 'lxc' : 'qemu'}/${document[2]}`;
  }
  return /(^|\/)(storage\.cfg|user\.cfg:pool|user\.cfg:acl)/.test(subject) ? '*' : undefined;
}

export const resources = new Resources();

export function useResources(): readonly Resource[] {
  return useSyncExternalStore(
    useCallback((listener) => resources.onChange(listener), []),
    () => resources.values(),
  );
}

export function useResource(id: string): Resource | undefined {
  return useSyncExternalStore(
    useCallback((listener) => resources.onChange(listener), []),
    () => resources.get(id),
  );
}

export function useConnected(): boolean {
  return useSyncExternalStore(
    useCallback((listener) => resources.onChange(listener), []),
    () => resources.connected,
  );
}

export const isGuest = (entry: Resource) => entry.type === 'qemu' || entry.type === 'lxc';

export const guestPath = (entry: Resource) => `/nodes/${entry.node}/${entry.type}/${entry.vmid}`;
