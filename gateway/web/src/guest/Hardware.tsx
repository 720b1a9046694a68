import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Resource } from '../model/resources';
import { isCdrom, isDisk, isNic } from '../model/property';
import { Confirm } from '../parts/Dialogs';
import { Grid, type GridColumn } from '../parts/Grid';
import { attempt } from '../parts/toasts';
import { type Text, useText } from '../text/text';
import { change, type Setting, useSettings } from './config';
import { type Edited, HardwareDialog } from './HardwareDialog';

const SHOWN = /^(cores|sockets|cpu|memory|balloon|machine|bios|vga|scsihw|(ide|sata|scsi|virtio|net|serial|unused|efidisk|tpmstate)\d+)$/;

export function Hardware({ entry }: { entry: Resource }) {
  const text = useText();
  const settings = useSettings(entry);
  const [edited, setEdited] = useState<Edited>();
  const [removed, setRemoved] = useState<Setting>();
  const rows = useMemo(() => settings.filter((setting) => SHOWN.test(setting.key)).sort(order), [settings]);
  const columns = useMemo<ReadonlyArray<GridColumn<Setting>>>(
    () => [
      { id: 'key', head: text('field.key'), show: (row) => label(text, row), width: 220 },
      { id: 'value', head: text('field.value'), show: (row) => (row.delete ? <s>{row.value}</s> : row.value) },
      {
        id: 'pending',
        head: text('field.pending'),
        show: (row) => (row.pending !== undefined || row.delete ? `${row.pending ?? text('act.remove')} (${text('hardware.waits')})` : ''),
      },
      {
        id: 'acts',
        head: '',
        width: 250,
        show: (row) => (
          <span className="row-acts">
            {kindOf(row) !== undefined && (
              <Button onPress={() => setEdited({ kind: kindOf(row) ?? 'cpu', key: row.key })}>{text('act.edit')}</Button>
            )}
            {row.pending !== undefined || row.delete ? (
              <Button onPress={() => void attempt(() => change(entry, settings, { revert: row.key }))}>{text('act.revert')}</Button>
            ) : (
              /\d$/.test(row.key) && <Button onPress={() => setRemoved(row)}>{text('act.remove')}</Button>
            )}
          </span>
        ),
      },
    ],
    [text, entry, settings],
  );
  return (
    <div className="filling">
      <div className="toolbar">
        <Button onPress={() => setEdited({ kind: 'disk' })}>{text('hardware.addDisk')}</Button>
        <Button onPress={() => setEdited({ kind: 'cdrom' })}>{text('hardware.addCdrom')}</Button>
        <Button onPress={() => setEdited({ kind: 'nic' })}>{text('hardware.addNet')}</Button>
      </div>
      <Grid label={text('tab.hardware')} entries={rows} columns={columns} idOf={(row) => row.key} empty={text('list.none')} />
      {edited !== undefined && (
        <HardwareDialog entry={entry} settings={settings} edited={edited} onClose={() => setEdited(undefined)} />
      )}
      {removed !== undefined && (
        <Confirm
          question={text('hardware.remove.sure', removed.key, entry.name ?? String(entry.vmid))}
          action={text('act.remove')}
          onClose={() => setRemoved(undefined)}
          act={() => change(entry, settings, { delete: removed.key })}
        />
      )}
    </div>
  );
}

function kindOf(row: Setting): Edited['kind'] | undefined {
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
  const names: Record<string, string> = { cores: text('create.cores'), sockets: text('create.sockets'), cpu: text('create.cpuType'), memory: text('hardware.memory') };
  return names[row.key] ?? row.key;
}

function order(a: Setting, b: Setting): number {
  const rank = (key: string) => (isNic(key) ? 2 : isDisk(key) ? 1 : /\d$/.test(key) ? 3 : 0);
  return rank(a.key) - rank(b.key) || a.key.localeCompare(b.key, undefined, { numeric: true });
}
