import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Resource } from '../model/resources';
import { FormDialog } from '../parts/Dialogs';
import { TextInput } from '../parts/Form';
import { Grid, type GridColumn } from '../parts/Grid';
import { useText } from '../text/text';
import { change, type Setting, useSettings, valueOf } from './config';

/** Settings that are texts as they stand; hardware has forms of its own. */
const KEYS = ['name', 'hostname', 'onboot', 'startup', 'boot', 'ostype', 'agent', 'tags', 'protection', 'description', 'hotplug', 'cpulimit', 'cpuunits'];

export function GuestOptions({ entry }: { entry: Resource }) {
  const text = useText();
  const settings = useSettings(entry);
  const [edited, setEdited] = useState<string>();
  const keys = KEYS.filter((key) => key !== (entry.type === 'lxc' ? 'name' : 'hostname'));
  const rows = keys.map((key): Setting => settings.find((setting) => setting.key === key) ?? { key });
  const columns = useMemo<ReadonlyArray<GridColumn<Setting>>>(
    () => [
      { id: 'key', head: text('field.key'), show: (row) => row.key, width: 200 },
      { id: 'value', head: text('field.value'), show: (row) => row.pending ?? row.value ?? '' },
      { id: 'acts', head: text('field.acts'), width: 140, show: (row) => <Button onPress={() => setEdited(row.key)}>{text('act.edit')}</Button> },
    ],
    [text],
  );
  return (
    <div className="filling">
      <Grid label={text('tab.options')} entries={rows} columns={columns} idOf={(row) => row.key} empty={text('list.none')} />
      {edited !== undefined && <OptionDialog entry={entry} settings={settings} name={edited} onClose={() => setEdited(undefined)} />}
    </div>
  );
}

function OptionDialog(props: { entry: Resource; settings: readonly Setting[]; name: string; onClose: () => void }) {
  const text = useText();
  const [value, setValue] = useState(valueOf(props.settings, props.name) ?? '');
  const send = () => change(props.entry, props.settings, value === '' ? { delete: props.name } : { [props.name]: value });
  return (
    <FormDialog title={text('hardware.edit', props.name)} action={text('act.save')} onClose={props.onClose} send={send}>
      {(errors) => <TextInput label={props.name} value={value} onChange={setValue} error={errors[props.name]} autoFocus />}
    </FormDialog>
  );
}
