import { ACCESS, AccessPage } from '../access/AccessPage';
import { Jobs } from '../backup/Jobs';
import { useMemo } from 'react';
import { bytes, number, percent } from '../model/format';
import { useFigures } from '../model/figures';
import { go } from '../model/route';
import { isGuest, type Resource, useResources } from '../model/resources';
import { useTasks } from '../model/tasks';
import { Grid, type GridColumn } from '../parts/Grid';
import { Gauge, Status } from '../parts/Status';
import { Tabbed } from '../parts/Tabbed';
import { TaskList } from '../parts/TaskList';
import { processors, useText } from '../text/text';
import { GuestTable } from './GuestTable';

export function ClusterPage({ tab }: { tab: string }) {
  const text = useText();
  const all = useResources();
  const tasks = useTasks();
  const guests = useMemo(() => all.filter(isGuest), [all]);
  const storages = useMemo(() => all.filter((entry) => entry.type === 'storage'), [all]);
  const sheets = [
    { id: 'overview', label: text('tab.overview'), show: () => <Overview all={all} guests={guests} /> },
    { id: 'guests', label: `${text('tab.guests')} (${number(guests.length, text.language)})`, show: () => <div className="filling"><GuestTable guests={guests} node={undefined} /></div> },
    { id: 'storages', label: text('tab.storages'), show: () => <div className="filling"><StorageTable storages={storages} /></div> },
    { id: 'jobs', label: text('tab.jobs'), show: () => <Jobs /> },
    { id: ACCESS, label: text('tab.access'), show: () => <AccessPage tab={tab} /> },
    { id: 'tasks', label: text('tab.tasks'), show: () => <TaskList tasks={tasks} /> },
  ];
  return (
    <article>
      <header className="title">
        <h1>{text('nav.all')}</h1>
      </header>
      <Tabbed id="" tab={tab} label={text('nav.all')} sheets={sheets} />
    </article>
  );
}

function Overview({ all, guests }: { all: readonly Resource[]; guests: readonly Resource[] }) {
  const text = useText();
  const locale = text.language;
  const nodes = useMemo(() => all.filter((entry) => entry.type === 'node'), [all]);
  useFigures('node', undefined, nodes.length);
  const perNode = useMemo(() => countBy(guests), [guests]);
  const sum = (of: (node: Resource) => number) => nodes.reduce((total, node) => total + of(node), 0);
  const cores = sum((node) => node.maxcpu ?? 0);
  const used = sum((node) => (node.cpu ?? 0) * (node.maxcpu ?? 0));
  const mem = sum((node) => node.mem ?? 0);
  const maxmem = sum((node) => node.maxmem ?? 0);
  const running = guests.filter((guest) => guest.status === 'running').length;
  const columns = useMemo<ReadonlyArray<GridColumn<Resource>>>(
    () => [
      { id: 'node', head: text('field.node'), show: (one) => one.node, by: (one) => one.node },
      { id: 'status', head: text('field.status'), show: (one) => <Status of={one} />, by: (one) => one.status },
      { id: 'cpu', head: text('field.cpu'), show: (one) => percent(one.cpu, locale), by: (one) => one.cpu },
      { id: 'mem', head: text('field.memory'), show: (one) => `${bytes(one.mem, locale)} / ${bytes(one.maxmem, locale)}`, by: (one) => one.mem },
      { id: 'guests', head: text('field.guests'), show: (one) => perNode.get(one.node) ?? 0 },
    ],
    [text, locale, perNode],
  );
  return (
    <div className="filling">
      <section className="facts">
        <Gauge label={text('field.guests')} part={guests.length > 0 ? running / guests.length : 0} say={text('figure.of', number(running, locale), number(guests.length, locale))} calm />
        <Gauge label={text('field.cpu')} part={cores > 0 ? used / cores : 0} say={text('figure.of', percent(cores > 0 ? used / cores : 0, locale), processors(text, cores))} />
        <Gauge label={text('field.memory')} part={maxmem > 0 ? mem / maxmem : 0} say={text('figure.of', bytes(mem, locale), bytes(maxmem, locale))} />
      </section>
      <Grid label={text('field.node')} entries={nodes} columns={columns} idOf={(one) => one.id} onOpen={(one) => go(one.id)} empty={text('list.none')} />
    </div>
  );
}

export function StorageTable({ storages }: { storages: readonly Resource[] }) {
  const text = useText();
  const columns = useMemo<ReadonlyArray<GridColumn<Resource>>>(
    () => [
      { id: 'storage', head: text('field.name'), show: (one) => one.storage, by: (one) => one.storage },
      { id: 'node', head: text('field.node'), show: (one) => one.node, by: (one) => one.node },
      { id: 'type', head: text('field.type'), show: (one) => one.plugintype, by: (one) => one.plugintype },
      { id: 'used', head: text('field.used'), show: (one) => `${bytes(one.disk, text.language)} / ${bytes(one.maxdisk, text.language)}`, by: (one) => one.disk },
      { id: 'status', head: text('field.status'), show: (one) => <Status of={one} />, by: (one) => one.status },
    ],
    [text],
  );
  return <Grid label={text('tab.storages')} entries={storages} columns={columns} idOf={(one) => one.id} onOpen={(one) => go(one.id)} empty={text('list.none')} />;
}

function countBy(guests: readonly Resource[]): Map<string | undefined, number> {
  const counts = new Map<string | undefined, number>();
  guests.forEach((guest) => counts.set(guest.node, (counts.get(guest.node) ?? 0) + 1));
  return counts;
}
