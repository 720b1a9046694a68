/** What a part of a guest is changed with, or added by. */
import { useState } from 'react';
import type { Parameters } from '../api/call';
import { freeKey, parseProperties, printProperties } from '../model/property';
import { FormDialog } from '../parts/Dialogs';
import { Fields, NumberInput, SelectInput, TextInput } from '../parts/Form';
import { useText } from '../text/text';
import { useBridges, useIsos, useStorages } from './choices';
import { change, valueOf } from './config';
import type { PartDialogProps } from './Parts';

export function HardwareDialog(props: PartDialogProps) {
  switch (props.edited.kind) {
    case 'cpu':
      return <Processors {...props} />;
    case 'memory':
      return <Memory {...props} />;
    case 'disk':
      return <Disk {...props} />;
    case 'cdrom':
      return <Cdrom {...props} />;
    default:
      return <Nic {...props} />;
  }
}

function Processors({ entry, settings, onClose }: PartDialogProps) {
  const text = useText();
  const [cores, setCores] = useState(Number(valueOf(settings, 'cores') ?? 1));
  const [sockets, setSockets] = useState(Number(valueOf(settings, 'sockets') ?? 1));
  const [cpu, setCpu] = useState(valueOf(settings, 'cpu') ?? '');
  const send = () => change(entry, settings, { cores, sockets, ...(cpu === '' ? {} : { cpu }) });
  return (
    <FormDialog title={text('hardware.cpu')} action={text('act.save')} onClose={onClose} send={send}>
      {(errors) => (
        <Fields>
          <NumberInput label={text('create.cores')} value={cores} onChange={setCores} min={1} max={128} error={errors['cores']} />
          <NumberInput label={text('create.sockets')} value={sockets} onChange={setSockets} min={1} max={4} error={errors['sockets']} />
          <TextInput label={text('create.cpuType')} value={cpu} onChange={setCpu} hint="x86-64-v2-AES" error={errors['cpu']} />
        </Fields>
      )}
    </FormDialog>
  );
}

function Memory({ entry, settings, onClose }: PartDialogProps) {
  const text = useText();
  const [memory, setMemory] = useState(Number(valueOf(settings, 'memory') ?? 512));
  return (
    <FormDialog title={text('hardware.memory')} action={text('act.save')} onClose={onClose} send={() => change(entry, settings, { memory })}>
      {(errors) => <NumberInput label={text('create.memory')} value={memory} onChange={setMemory} min={16} error={errors['memory']} />}
    </FormDialog>
  );
}

function Disk({ entry, settings, onClose }: PartDialogProps) {
  const text = useText();
  const storages = useStorages(entry.node, 'images');
  const [storage, setStorage] = useState<string>();
  const [size, setSize] = useState(32);
  const [bus, setBus] = useState('scsi');
  const chosen = storage ?? storages[0]?.id ?? '';
  const key = freeKey(bus, settings.map((setting) => setting.key));
  return (
    <FormDialog
      title={text('hardware.addDisk')}
      action={text('act.add')}
      onClose={onClose}
      send={() => change(entry, settings, { [key]: `${chosen}:${size}` })}
      ready={chosen !== ''}
    >
      {(errors) => (
        <Fields>
          <SelectInput label={text('field.type')} value={bus} onChange={setBus} choices={['scsi', 'virtio', 'sata', 'ide'].map((id) => ({ id, label: id.toUpperCase() }))} />
          <SelectInput label={text('create.diskStorage')} value={chosen} onChange={setStorage} choices={storages} error={errors[key]} />
          <NumberInput label={text('create.diskSize')} value={size} onChange={setSize} min={1} />
        </Fields>
      )}
    </FormDialog>
  );
}

function Cdrom({ entry, settings, edited, onClose }: PartDialogProps) {
  const text = useText();
  const isos = useIsos(entry.node);
  const key = edited.key ?? freeKey('ide', settings.map((setting) => setting.key), 4);
  const [medium, setMedium] = useState(parseProperties(valueOf(settings, key) ?? 'none').main);
  const choices = [{ id: 'none', label: text('hardware.empty') }, ...isos];
  return (
    <FormDialog
      title={edited.key === undefined ? text('hardware.addCdrom') : text('hardware.edit', key)}
      action={text('act.save')}
      onClose={onClose}
      send={() => change(entry, settings, { [key]: `${medium},media=cdrom` })}
    >
      {(errors) => <SelectInput label={text('hardware.medium')} value={medium} onChange={setMedium} choices={choices} error={errors[key]} />}
    </FormDialog>
  );
}

function Nic({ entry, settings, edited, onClose }: PartDialogProps) {
  const text = useText();
  const bridges = useBridges(entry.node);
  const key = edited.key ?? freeKey('net', settings.map((setting) => setting.key));
  const old = parseProperties(valueOf(settings, key) ?? 'model=virtio');
  const model = Object.keys(old.parts).find((name) => ['virtio', 'e1000', 'e1000e', 'rtl8139', 'vmxnet3'].includes(name));
  const [bridge, setBridge] = useState(old.parts['bridge'] ?? 'vmbr0');
  const [kind, setKind] = useState(model ?? 'virtio');
  const [tag, setTag] = useState(old.parts['tag'] ?? '');
  const send = () => {
    const { model: _, [model ?? '']: mac, ...rest } = old.parts;
    const card = printProperties({ main: '', parts: { ...rest, bridge, tag } });
    const changes: Parameters = { [key]: mac === undefined ? `model=${kind},${card}` : `${kind}=${mac},${card}` };
    return change(entry, settings, changes);
  };
  return (
    <FormDialog title={text('hardware.net', key)} action={text('act.save')} onClose={onClose} send={send}>
      {(errors) => (
        <Fields>
          <SelectInput label={text('create.bridge')} value={bridge} onChange={setBridge} choices={bridges} error={errors[key]} />
          <SelectInput label={text('create.model')} value={kind} onChange={setKind} choices={['virtio', 'e1000e', 'e1000', 'rtl8139', 'vmxnet3'].map((id) => ({ id, label: id }))} />
          <TextInput label={text('create.vlan')} value={tag} onChange={setTag} hint={text('create.vlanNone')} />
        </Fields>
      )}
    </FormDialog>
  );
}
