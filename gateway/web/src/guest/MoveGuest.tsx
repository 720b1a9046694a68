/** Moves a guest that is off to another node. */
import { useState } from 'react';
import { post } from '../api/call';
import { guestPath, type Resource, useResources } from '../model/resources';
import { FormDialog } from '../parts/Dialogs';
import { Fields, SelectInput, TextInput } from '../parts/Form';
import { useText } from '../text/text';

interface Props {
  entry: Resource;
  onClose: () => void;
  onStarted: (upid: string) => void;
}

/** The nodes that a guest might go to. */
export function useOtherNodes(entry: Resource) {
  return useResources()
    .filter((one) => one.type === 'node' && one.node !== entry.node && one.status === 'online')
    .map((one) => ({ id: one.node ?? '', label: one.node ?? '' }));
}

export function MoveGuest({ entry, onClose, onStarted }: Props) {
  const text = useText();
  const nodes = useOtherNodes(entry);
  const [target, setTarget] = useState('');
  const [storages, setStorages] = useState('');
  const chosen = target === '' ? (nodes[0]?.id ?? '') : target;
  const storage = entry.type === 'qemu' ? 'targetstorage' : 'target-storage';
  const send = async () => {
    const upid = await post<string>(`${guestPath(entry)}/migrate`, { target: chosen, [storage]: storages === '' ? undefined : storages });
    onStarted(upid);
  };
  return (
    <FormDialog title={text('move.title', `${entry.vmid} ${entry.name ?? ''}`.trim())} action={text('power.migrate')} onClose={onClose} send={send} ready={chosen !== ''}>
      {(errors) => (
        <Fields>
          <SelectInput label={text('move.target')} value={chosen} onChange={setTarget} choices={nodes} error={errors['target']} empty={text('list.none')} />
          <TextInput label={text('move.storages')} hint={text('move.storages.hint')} value={storages} onChange={setStorages} error={errors[storage]} />
        </Fields>
      )}
    </FormDialog>
  );
}
