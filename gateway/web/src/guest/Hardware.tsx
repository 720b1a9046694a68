/** What a virtual machine is made of. */
import { isCdrom, isDisk, isNic } from '../model/property';
import type { Resource } from '../model/resources';
import { type Text, useText } from '../text/text';
import type { Setting } from './config';
import { HardwareDialog } from './HardwareDialog';
import { Parts } from './Parts';

const SHOWN = /^(cores|sockets|cpu|memory|balloon|machine|bios|vga|scsihw|(ide|sata|scsi|virtio|net|serial|unused|efidisk|tpmstate)\d+)$/;

export function Hardware({ entry }: { entry: Resource }) {
  const text = useText();
  return (
    <Parts
      entry={entry}
      label={text('tab.hardware')}
      shown={SHOWN}
      name={label}
      unitOf={unitOf}
      kindOf={kindOf}
      adds={[
        { kind: 'disk', label: text('hardware.addDisk') },
        { kind: 'cdrom', label: text('hardware.addCdrom') },
        { kind: 'nic', label: text('hardware.addNet') },
      ]}
      dialog={(props) => <HardwareDialog {...props} />}
    />
  );
}

const unitOf = (key: string) => (key === 'memory' || key === 'balloon' ? 'MiB' : undefined);

function kindOf(row: Setting): string | undefined {
  if (['cores', 'sockets', 'cpu'].includes(row.key)) {
    return 'cpu';
  }
  if (['memory', 'balloon'].includes(row.key)) {
    return 'memory';
  }
  if (isNic(row.key)) {
    return 'nic';
  }
  return isCdrom(row.key, String(row.value ?? row.pending ?? '')) ? 'cdrom' : undefined;
}

function label(text: Text, row: Setting): string {
  if (isNic(row.key)) {
    return text('hardware.net', row.key);
  }
  if (isDisk(row.key)) {
    return isCdrom(row.key, String(row.value ?? row.pending ?? '')) ? `${text('hardware.cdrom')} ${row.key}` : text('hardware.diskOf', row.key);
  }
  if (row.key.startsWith('serial')) {
    return text('hardware.serial', row.key);
  }
  if (row.key.startsWith('unused')) {
    return text('hardware.unused', row.key);
  }
  const names: Record<string, string> = {
    cores: text('create.cores'),
    sockets: text('create.sockets'),
    cpu: text('create.cpuType'),
    memory: text('hardware.memory'),
    balloon: text('hardware.balloon'),
    scsihw: text('hardware.scsihw'),
    machine: text('hardware.machine'),
    bios: text('hardware.bios'),
    vga: text('hardware.vga'),
  };
  return names[row.key] ?? row.key;
}
