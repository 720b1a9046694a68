import { lazy, Suspense, useMemo } from 'react';
import type { Resource } from '../model/resources';
import { useTasks } from '../model/tasks';
import { Status, Tags } from '../parts/Status';
import { TaskList } from '../parts/TaskList';
import { Tabbed } from '../parts/Tabbed';
import { named, useText } from '../text/text';
import { Archives } from '../backup/Archives';
import { GuestOptions } from './GuestOptions';
import { GuestOverview } from './GuestOverview';
import { Hardware } from './Hardware';
import { PowerButtons } from './PowerButtons';
import { Resources } from './Resources';

/** Half of the page's code is consoles; who opens none does not load them. */
const Screen = lazy(() => import('./Screen').then((all) => ({ default: all.Screen })));
const Serial = lazy(() => import('./Serial').then((all) => ({ default: all.Serial })));

export function GuestPage({ entry, tab }: { entry: Resource; tab: string }) {
  const text = useText();
  const tasks = useTasks();
  const own = useMemo(() => tasks.filter((task) => task.id === String(entry.vmid)), [tasks, entry.vmid]);
  const isVm = entry.type === 'qemu';
  const sheets = [
    { id: 'overview', label: text('tab.overview'), show: () => <GuestOverview entry={entry} /> },
    ...(isVm ? [{ id: 'console', label: text('tab.console'), show: () => <Suspense><Screen entry={entry} /></Suspense> }] : []),
    { id: 'serial', label: text(isVm ? 'tab.serial' : 'tab.console'), show: () => <Suspense><Serial entry={entry} /></Suspense> },
    isVm
      ? { id: 'hardware', label: text('tab.hardware'), show: () => <Hardware entry={entry} /> }
      : { id: 'resources', label: text('tab.resources'), show: () => <Resources entry={entry} /> },
    { id: 'options', label: text('tab.options'), show: () => <GuestOptions entry={entry} /> },
    { id: 'backups', label: text('tab.backups'), show: () => <Archives node={entry.node ?? ''} vmid={entry.vmid ?? 0} /> },
    { id: 'tasks', label: text('tab.tasks'), show: () => <TaskList tasks={own} /> },
  ];
  return (
    <article>
      <header className="title">
        <h1>
          {entry.name ?? entry.vmid} <small>{named(text, 'kind', entry.type)} {entry.vmid}</small>
        </h1>
        <Status of={entry} />
        <Tags tags={entry.tags} />
        <span className="space" />
        <PowerButtons entry={entry} />
      </header>
      <Tabbed id={entry.id} tab={tab} label={`${entry.vmid} ${entry.name ?? ''}`} sheets={sheets} key={entry.id} />
    </article>
  );
}
