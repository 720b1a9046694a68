/** A guest's parts: each can be changed, removed or taken back where it waits; others are added. */
import { type ReactNode, useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Resource } from '../model/resources';
import { Confirm } from '../parts/Dialogs';
import { Grid, type GridColumn } from '../parts/Grid';
import { attempt } from '../parts/toasts';
import { type Text, useText } from '../text/text';
import { change, type Setting, useSettings } from './config';

export interface Edited {
  kind: string;
  /** The setting that is changed; without it one is added. */
  key?: string;
}

export interface PartDialogProps {
  entry: Resource;
  settings: readonly Setting[];
  edited: Edited;
  onClose: () => void;
}

interface Props {
  entry: Resource;
  label: string;
  /** Which settings are parts. */
  shown: RegExp;
  /** What is shown though it is not set, with what holds then. */
  always?: readonly Setting[];
  name: (text: Text, row: Setting) => string;
  /** What a number counts. */
  unitOf?: (key: string) => string | undefined;
  /** By which dialog a part is changed; none where it cannot be. */
  kindOf: (row: Setting) => string | undefined;
  adds: ReadonlyArray<{ kind: string; label: string }>;
  dialog: (props: PartDialogProps) => ReactNode;
}

export function Parts(props: Props) {
  const { entry, shown, always, name, kindOf, unitOf } = props;
  const text = useText();
  const settings = useSettings(entry);
  const [edited, setEdited] = useState<Edited>();
  const [removed, setRemoved] = useState<Setting>();
  const rows = useMemo(() => {
    const set = settings.filter((setting) => shown.test(setting.key));
    const unset = (always ?? []).filter((setting) => !set.some((one) => one.key === setting.key));
    return settings.length === 0 ? [] : [...set, ...unset].sort(order);
  }, [settings, shown, always]);
  const columns = useMemo<ReadonlyArray<GridColumn<Setting>>>(
    () => [
      { id: 'key', head: text('field.key'), show: (row) => name(text, row), width: 170 },
      { id: 'value', head: text('field.value'), width: 320, show: (row) => <span title={String(row.value ?? '')}>{row.delete ? <s>{withUnit(row.value, unitOf?.(row.key))}</s> : withUnit(row.value, unitOf?.(row.key))}</span> },
      {
        id: 'pending',
        head: text('field.pending'),
        width: 230,
        show: (row) => (row.pending !== undefined || row.delete ? `${withUnit(row.pending, unitOf?.(row.key)) ?? text('act.remove')} (${text('hardware.waits')})` : ''),
      },
      {
        id: 'acts',
        head: text('field.acts'),
        width: 190,
        show: (row) => (
          <span className="row-acts">
            {kindOf(row) !== undefined && (
              <Button onPress={() => setEdited({ kind: kindOf(row) ?? '', key: row.key })}>{text('act.edit')}</Button>
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
    [text, entry, settings, name, kindOf, unitOf],
  );
  return (
    <div className="filling">
      <div className="toolbar">
        {props.adds.map((add) => (
          <Button key={add.kind} onPress={() => setEdited({ kind: add.kind })}>
            {add.label}
          </Button>
        ))}
      </div>
      <Grid label={props.label} entries={rows} columns={columns} idOf={(row) => row.key} empty={text('list.none')} />
      {edited !== undefined && props.dialog({ entry, settings, edited, onClose: () => setEdited(undefined) })}
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

const withUnit = (value: string | number | undefined, unit: string | undefined) => (value === undefined || unit === undefined ? value : `${value} ${unit}`);

const RANKS: ReadonlyArray<RegExp> = [/[a-z]$/, /^(rootfs|ide|sata|scsi|virtio|mp)/, /^net/];

function order(a: Setting, b: Setting): number {
  const rank = (key: string) => (key === 'rootfs' ? 1 : RANKS.findIndex((family) => family.test(key)) >>> 0);
  return rank(a.key) - rank(b.key) || a.key.localeCompare(b.key, undefined, { numeric: true });
}
