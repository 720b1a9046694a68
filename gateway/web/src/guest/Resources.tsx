/** What a container has: processors, memory, file systems, network cards. */
import type { Resource } from '../model/resources';
import { type Setting } from './config';
import { ContainerDialog } from './ContainerDialog';
import { Parts } from './Parts';
import { useText } from '../text/text';
import type { Text } from '../text/text';

const SHOWN = /^(cores|memory|swap|rootfs|(mp|net|unused|dev)\d+)$/;

export function Resources({ entry }: { entry: Resource }) {
  const text = useText();
  return (
    <Parts
      entry={entry}
      label={text('tab.resources')}
      shown={SHOWN}
      always={[
        { key: 'cores', value: text('ct.allCores') },
        { key: 'swap', value: 512 },
        { key: 'memory', value: 512 },
      ]}
      name={name}
      kindOf={kindOf}
      adds={[
        { kind: 'mount', label: text('ct.addMount') },
        { kind: 'card', label: text('hardware.addNet') },
      ]}
      dialog={(props) => <ContainerDialog {...props} />}
    />
  );
}

function kindOf(row: Setting): string | undefined {
  if (['cores', 'memory', 'swap'].includes(row.key)) {
    return 'limits';
  }
  return row.key.startsWith('net') ? 'card' : undefined;
}

function name(text: Text, row: Setting): string {
  const names: Record<string, string> = {
    cores: text('create.cores'),
    memory: text('create.memory'),
    swap: text('ct.swap'),
    rootfs: text('ct.root'),
  };
  if (row.key.startsWith('net')) {
    return text('hardware.net', row.key);
  }
  return names[row.key] ?? (row.key.startsWith('mp') ? text('ct.mount', row.key) : row.key);
}
