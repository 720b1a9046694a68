/** What a part of a container is changed with, or added by. */
import { useState } from 'react';
import { freeKey, parseProperties, printProperties } from '../model/property';
import { FormDialog } from '../parts/Dialogs';
import { CheckInput, Fields, NumberInput, SelectInput, TextInput } from '../parts/Form';
import { useText } from '../text/text';
import { useBridges, useStorages } from './choices';
import { change, valueOf } from './config';
import { AddressFields } from './CreateContainerSteps';
import type { PartDialogProps } from './Parts';

export function ContainerDialog(props: PartDialogProps) {
  switch (props.edited.kind) {
    case 'limits':
      return <Limits {...props} />;
    case 'mount':
      return <MountPoint {...props} />;
    default:
      return <Card {...props} />;
  }
}

function Limits({ entry, settings, onClose }: PartDialogProps) {
  const text = useText();
  const [cores, setCores] = useState(valueOf(settings, 'cores') ?? '');
  const [memory, setMemory] = useState(Number(valueOf(settings, 'memory') ?? 512));
  const [swap, setSwap] = useState(Number(valueOf(settings, 'swap') ?? 512));
  const unlimited = cores === '' && valueOf(settings, 'cores') !== undefined;
  const send = () => change(entry, settings, { memory, swap, ...(unlimited ? { delete: 'cores' } : cores === '' ? {} : { cores }) });
  return (
    <FormDialog title={text('tab.resources')} action={text('act.save')} onClose={onClose} send={send}>
      {(errors) => (
        <Fields>
          <TextInput label={text('create.cores')} value={cores} onChange={setCores} hint={text('ct.allCores')} error={errors['cores']} />
          <NumberInput label={text('create.memory')} value={memory} onChange={setMemory} min={16} error={errors['memory']} />
          <NumberInput label={text('ct.swap')} value={swap} onChange={setSwap} min={0} error={errors['swap']} />
        </Fields>
      )}
    </FormDialog>
  );
}

function MountPoint({ entry, settings, onClose }: PartDialogProps) {
  const text = useText();
  const storages = useStorages(entry.node, 'rootdir');
  const [storage, setStorage] = useState<string>();
  const [size, setSize] = useState(8);
  const [place, setPlace] = useState('');
  const [backup, setBackup] = useState(true);
  const [readOnly, setReadOnly] = useState(false);
  const chosen = storage ?? storages[0]?.id ?? '';
  const key = freeKey('mp', settings.map((setting) => setting.key), 256);
  const value = printProperties({ main: `${chosen}:${size}`, parts: { mp: place, backup: backup ? '1' : '', ro: readOnly ? '1' : '' } });
  return (
    <FormDialog
      title={text('ct.addMount')}
      action={text('act.add')}
      onClose={onClose}
      send={() => change(entry, settings, { [key]: value })}
      ready={chosen !== '' && place !== ''}
    >
      {(errors) => (
        <>
          <Fields>
            <TextInput label={text('ct.place')} value={place} onChange={setPlace} hint="/srv" error={errors[key]} autoFocus required />
            <SelectInput label={text('create.diskStorage')} value={chosen} onChange={setStorage} choices={storages} />
            <NumberInput label={text('create.diskSize')} value={size} onChange={setSize} min={1} />
          </Fields>
          <CheckInput label={text('ct.backedUp')} value={backup} onChange={setBackup} />
          <CheckInput label={text('ct.readOnly')} value={readOnly} onChange={setReadOnly} />
        </>
      )}
    </FormDialog>
  );
}

function Card({ entry, settings, edited, onClose }: PartDialogProps) {
  const text = useText();
  const bridges = useBridges(entry.node);
  const keys = settings.map((setting) => setting.key);
  const key = edited.key ?? freeKey('net', keys, 32);
  const old = parseProperties(valueOf(settings, key) ?? `name=eth${key.slice(3)},bridge=vmbr0,ip=dhcp`).parts;
  const [name, setName] = useState(old['name'] ?? '');
  const [bridge, setBridge] = useState(old['bridge'] ?? 'vmbr0');
  const [address, setAddress] = useState({ ip: old['ip'] ?? 'none', gateway: old['gw'] ?? '', tag: old['tag'] ?? '' });
  const fixed = address.ip !== 'dhcp' && address.ip !== 'none';
  const send = () => {
    const ip = address.ip === 'none' ? '' : address.ip;
    const parts = { ...old, name, bridge, ip, gw: fixed ? address.gateway : '', tag: address.tag };
    return change(entry, settings, { [key]: printProperties({ main: '', parts }) });
  };
  return (
    <FormDialog title={text('hardware.net', key)} action={text('act.save')} onClose={onClose} send={send}>
      {(errors) => (
        <Fields>
          <TextInput label={text('field.name')} value={name} onChange={setName} error={errors[key]} required />
          <SelectInput label={text('create.bridge')} value={bridge} onChange={setBridge} choices={bridges} />
          <AddressFields wish={address} set={(part) => setAddress((before) => ({ ...before, ...part }))} />
        </Fields>
      )}
    </FormDialog>
  );
}
