/** Backs a guest up now. */
import { useState } from 'react';
import { post } from '../api/call';
import { useStorages } from '../guest/choices';
import { isGuest, useResources } from '../model/resources';
import { FormDialog } from '../parts/Dialogs';
import { CheckInput, Fields, ManyInput, SelectInput, TextInput } from '../parts/Form';
import { useText } from '../text/text';

interface Props {
  node: string;
  storage: string | undefined;
  vmid: number | undefined;
  onClose: () => void;
  onStarted: (upid: string) => void;
}

export function BackUp({ node, storage, vmid, onClose, onStarted }: Props) {
  const text = useText();
  const storages = useStorages(node, 'backup');
  const guests = useResources().filter((entry) => isGuest(entry) && entry.node === node);
  const [wanted, setWanted] = useState<readonly string[]>(vmid === undefined ? [] : [String(vmid)]);
  const [target, setTarget] = useState(storage);
  const [mode, setMode] = useState('snapshot');
  const [compress, setCompress] = useState('zstd');
  const [notes, setNotes] = useState('{{guestname}}');
  const [isProtected, setProtected] = useState(false);
  const chosen = target ?? storages[0]?.id ?? '';
  const send = async () => {
    const upid = await post<string>(`/nodes/${node}/vzdump`, {
      vmid: wanted.join(','),
      storage: chosen,
      mode,
      compress,
      'notes-template': notes === '' ? undefined : notes,
      protected: isProtected ? true : undefined,
      remove: false,
    });
    onStarted(upid);
  };
  return (
    <FormDialog title={text('backup.title')} action={text('backup.now')} onClose={onClose} send={send} ready={chosen !== '' && wanted.length > 0}>
      {(errors) => (
        <>
          {vmid === undefined && (
            <ManyInput
              label={text('tab.guests')}
              value={wanted}
              onChange={setWanted}
              choices={guests.map((one) => ({ id: String(one.vmid), label: `${one.vmid} ${one.name ?? ''}` }))}
              empty={text('list.none')}
              error={errors['vmid']}
            />
          )}
          <Fields>
            <SelectInput label={text('kind.storage')} value={chosen} onChange={setTarget} choices={storages} error={errors['storage']} empty={text('backup.noStorage')} />
            <Mode value={mode} onChange={setMode} error={errors['mode']} />
            <Compression value={compress} onChange={setCompress} error={errors['compress']} />
            <TextInput label={text('field.notes')} value={notes} onChange={setNotes} error={errors['notes-template']} />
          </Fields>
          <CheckInput label={text('backup.protected')} value={isProtected} onChange={setProtected} />
        </>
      )}
    </FormDialog>
  );
}

interface ChoiceProps {
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

export function Mode(props: ChoiceProps) {
  const text = useText();
  return <SelectInput label={text('backup.mode')} {...props} choices={(['snapshot', 'suspend', 'stop'] as const).map((id) => ({ id, label: text(`backup.mode.${id}`) }))} />;
}

export function Compression(props: ChoiceProps) {
  const text = useText();
  const choices = [
    { id: 'zstd', label: 'Zstandard' },
    { id: 'gzip', label: 'gzip' },
    { id: '0', label: text('backup.uncompressed') },
  ];
  return <SelectInput label={text('backup.compress')} {...props} choices={choices} />;
}
