/** Makes a guest of an archive, under a number that is free. */
import { useState } from 'react';
import { post } from '../api/call';
import { useFreeVmid, useStorages } from '../guest/choices';
import { FormDialog } from '../parts/Dialogs';
import { CheckInput, Fields, NumberInput, SelectInput } from '../parts/Form';
import { useText } from '../text/text';
import { type Archive, kindOf } from './archives';

const AS_BEFORE = '-';

interface Props {
  node: string;
  archive: Archive;
  onClose: () => void;
  onStarted: (upid: string) => void;
}

export function Restore({ node, archive, onClose, onStarted }: Props) {
  const text = useText();
  const isVm = kindOf(archive) === 'qemu';
  const storages = useStorages(node, isVm ? 'images' : 'rootdir');
  const free = useFreeVmid();
  const [number, setNumber] = useState<number>();
  const [storage, setStorage] = useState(AS_BEFORE);
  const [unique, setUnique] = useState(true);
  const [start, setStart] = useState(false);
  const vmid = number ?? free;
  const send = async () => {
    const source = isVm ? { archive: archive.volid } : { ostemplate: archive.volid, restore: true };
    const target = storage === AS_BEFORE ? {} : { storage };
    onStarted(await post<string>(`/nodes/${node}/${isVm ? 'qemu' : 'lxc'}`, { vmid, ...source, ...target, unique, start }));
  };
  return (
    <FormDialog title={text('backup.restore.title')} action={text('backup.restore')} onClose={onClose} send={send} ready={vmid !== undefined}>
      {(errors) => (
        <>
          <p className="muted">{archive.volid}</p>
          <Fields>
            <NumberInput label={text('backup.newId')} value={vmid} onChange={setNumber} min={100} max={999999999} error={errors['vmid']} />
            <SelectInput
              label={text('kind.storage')}
              value={storage}
              onChange={setStorage}
              choices={[{ id: AS_BEFORE, label: text('backup.asBefore') }, ...storages]}
              error={errors['storage']}
            />
          </Fields>
          <CheckInput label={text('backup.unique')} value={unique} onChange={setUnique} />
          <CheckInput label={text('backup.start')} value={start} onChange={setStart} />
        </>
      )}
    </FormDialog>
  );
}
