/** Moves a guest to another node: one that is off as it is, a container that runs by a restart. */
import { useState } from 'react';
import { post } from '../api/call';
import { guestPath, type Resource, useResources } from '../model/resources';
import { FormDialog } from '../parts/Dialogs';
import { Fields, SelectInput } from '../parts/Form';
import { useText } from '../text/text';
import { useStorages } from './choices';

const SAME_NAMES = '-';

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
  const isVm = entry.type === 'qemu';
  const runs = entry.status === 'running' || entry.status === 'paused';
  const isStuck = runs && isVm;
  const [target, setTarget] = useState('');
  const [storage, setStorage] = useState(SAME_NAMES);
  const chosen = target === '' ? (nodes[0]?.id ?? '') : target;
  const storages = useStorages(chosen, isVm ? 'images' : 'rootdir');
  const parameter = isVm ? 'targetstorage' : 'target-storage';
  const who = `${entry.vmid} ${entry.name ?? ''}`.trim();
  const send = async () => {
    const more = { [parameter]: storage === SAME_NAMES ? undefined : storage, restart: runs && !isVm ? true : undefined };
    onStarted(await post<string>(`${guestPath(entry)}/migrate`, { target: chosen, ...more }));
  };
  return (
    <FormDialog title={text('move.title', who)} action={text('power.migrate')} onClose={onClose} send={send} ready={chosen !== '' && !isStuck}>
      {(errors) => (
        <>
          {runs && <p role="note">{text(isVm ? 'move.runs.qemu' : 'move.runs.lxc')}</p>}
          {!isStuck && <Fields>
            <SelectInput label={text('move.target')} value={chosen} onChange={setTarget} choices={nodes} error={errors['target']} empty={text('list.none')} />
            <SelectInput
              label={text('move.storages')}
              value={storage}
              onChange={setStorage}
              choices={[{ id: SAME_NAMES, label: text('move.storages.same') }, ...storages]}
              error={errors[parameter]}
            />
          </Fields>}
        </>
      )}
    </FormDialog>
  );
}
