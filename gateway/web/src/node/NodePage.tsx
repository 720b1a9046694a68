import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { get } from '../api/call';
import { GuestTable } from '../cluster/GuestTable';
import { StorageTable } from '../cluster/ClusterPage';
import { PACE_MS } from '../model/figures';
import { bytes, duration, number, percent } from '../model/format';
import { isGuest, type Resource, useResources } from '../model/resources';
import { useTasks } from '../model/tasks';
import { Gauge, Status } from '../parts/Status';
import { Tabbed } from '../parts/Tabbed';
import { TaskList } from '../parts/TaskList';
import { processors, useText } from '../text/text';
import { NodeHistory } from './NodeHistory';
import { NetworkSheet } from './NetworkSheet';

interface NodeStatus {
  uptime: number;
  loadavg: string[];
  cpu: number;
  cpuinfo: { cpus: number; model: string };
  memory: { used: number; total: number };
  rootfs: { used: number; total: number };
  kversion?: string;
  pveversion?: string;
}

export function NodePage({ entry, tab }: { entry: Resource; tab: string }) {
  const text = useText();
  const all = useResources();
  const tasks = useTasks();
  const guests = useMemo(() => all.filter((one) => isGuest(one) && one.node === entry.node), [all, entry.node]);
  const storages = useMemo(() => all.filter((one) => one.type === 'storage' && one.node === entry.node), [all, entry.node]);
  const own = useMemo(() => tasks.filter((task) => task.node === entry.node), [tasks, entry.node]);
  const sheets = [
    { id: 'overview', label: text('tab.overview'), show: () => <Overview entry={entry} /> },
    { id: 'guests', label: `${text('tab.guests')} (${number(guests.length, text.language)})`, show: () => <div className="filling"><GuestTable guests={guests} node={entry.node} /></div> },
    { id: 'storages', label: text('tab.storages'), show: () => <div className="filling"><StorageTable storages={storages} /></div> },
    { id: 'network', label: text('tab.network'), show: () => <NetworkSheet node={entry.node ?? ''} /> },
    { id: 'tasks', label: text('tab.tasks'), show: () => <TaskList tasks={own} /> },
  ];
  return (
    <article>
      <header className="title">
        <h1>
          {entry.node} <small>{text('kind.node')}</small>
        </h1>
        <Status of={entry} />
      </header>
      <Tabbed id={entry.id} tab={tab} label={entry.node ?? ''} sheets={sheets} />
    </article>
  );
}

function Overview({ entry }: { entry: Resource }) {
  const text = useText();
  const locale = text.language;
  const status = useQuery({
    queryKey: ['node', entry.node],
    queryFn: () => get<NodeStatus>(`/nodes/${entry.node}/status`),
    refetchInterval: PACE_MS,
  }).data;
  if (status === undefined) {
    return null;
  }
  return (
    <>
    <section className="facts">
      <dl>
        <dt>{text('field.uptime')}</dt>
        <dd>{duration(status.uptime)}</dd>
        <dt>{text('field.load')}</dt>
        <dd>{status.loadavg.join(' ')}</dd>
        <dt>{text('field.cpu')}</dt>
        <dd>{status.cpuinfo.model}</dd>
        <dt>{text('field.kernel')}</dt>
        <dd>{status.kversion}</dd>
        <dt>{text('field.version')}</dt>
        <dd>{status.pveversion}</dd>
      </dl>
    </section>
    <section className="facts">
      <Gauge label={text('field.cpu')} part={status.cpu} say={text('figure.of', percent(status.cpu, locale), processors(text, status.cpuinfo.cpus))} />
      <Gauge label={text('field.memory')} part={status.memory.used / status.memory.total} say={text('figure.of', bytes(status.memory.used, locale), bytes(status.memory.total, locale))} />
      <Gauge label={text('field.disk')} part={status.rootfs.used / status.rootfs.total} say={text('figure.of', bytes(status.rootfs.used, locale), bytes(status.rootfs.total, locale))} />
    </section>
    <NodeHistory node={entry.node ?? ''} memory={status.memory.total} />
    </>
  );
}
