import { useEffect } from 'react';
import { CheckInput, Fields, NumberInput, SelectInput, TextInput } from '../parts/Form';
import { useText } from '../text/text';
import { useBridges, useIsos, useStorages } from './choices';
import type { StepProps } from './CreateGuest';

const NONE = '-';

export function GeneralStep({ wish, set, errors, nodes }: StepProps & { nodes: readonly string[] }) {
  const text = useText();
  return (
    <Fields>
      <SelectInput label={text('field.node')} value={wish.node} onChange={(node) => set({ node })} choices={nodes.map((id) => ({ id, label: id }))} />
      <NumberInput label={text('field.id')} value={wish.vmid} onChange={(vmid) => set({ vmid })} min={100} max={999999999} error={errors['vmid']} />
      <TextInput label={text('field.name')} value={wish.name} onChange={(name) => set({ name })} error={errors['name']} autoFocus />
      <SelectInput
        label={text('create.os')}
        value={wish.ostype}
        onChange={(ostype) => set({ ostype })}
        choices={[
          { id: 'l26', label: text('create.os.linux') },
          { id: 'win11', label: text('create.os.windows') },
          { id: 'other', label: text('create.os.other') },
        ]}
      />
    </Fields>
  );
}

export function SystemStep({ wish, set, errors }: StepProps) {
  const text = useText();
  const isos = useIsos(wish.node);
  return (
    <Fields>
      <SelectInput
        label={text('create.iso')}
        value={wish.iso}
        onChange={(iso) => set({ iso })}
        choices={[{ id: 'none', label: text('create.noIso') }, ...isos]}
        error={errors['ide2']}
      />
      <NumberInput label={text('create.cores')} value={wish.cores} onChange={(cores) => set({ cores })} min={1} max={128} error={errors['cores']} />
      <NumberInput label={text('create.sockets')} value={wish.sockets} onChange={(sockets) => set({ sockets })} min={1} max={4} error={errors['sockets']} />
      <NumberInput label={text('create.memory')} value={wish.memory} onChange={(memory) => set({ memory })} min={16} error={errors['memory']} />
      <CheckInput label={text('create.serial')} value={wish.serial} onChange={(serial) => set({ serial })} />
    </Fields>
  );
}

export function DiskStep({ wish, set, errors }: StepProps) {
  const text = useText();
  const storages = useStorages(wish.node, 'images');
  const first = storages[0]?.id;
  useEffect(() => {
    if (wish.storage === '' && first !== undefined) {
      set({ storage: first });
    }
    // the first choice is made once, when the storages are known; afterwards it is the user's
  }, [first]);
  return (
    <Fields>
      <SelectInput
        label={text('create.diskStorage')}
        value={wish.storage === '' ? NONE : wish.storage}
        onChange={(id) => set({ storage: id === NONE ? '' : id })}
        choices={[...storages, { id: NONE, label: text('create.noDisk') }]}
        error={errors['scsi0']}
      />
      {wish.storage !== '' && <NumberInput label={text('create.diskSize')} value={wish.size} onChange={(size) => set({ size })} min={1} max={131072} />}
    </Fields>
  );
}

export function NetworkStep({ wish, set, errors }: StepProps) {
  const text = useText();
  const bridges = useBridges(wish.node);
  return (
    <Fields>
      <SelectInput
        label={text('create.bridge')}
        value={wish.bridge === '' ? NONE : wish.bridge}
        onChange={(id) => set({ bridge: id === NONE ? '' : id })}
        choices={[...bridges, { id: NONE, label: text('create.noNet') }]}
        error={errors['net0']}
      />
      <SelectInput
        label={text('create.model')}
        value={wish.model}
        onChange={(model) => set({ model })}
        choices={['virtio', 'e1000e', 'e1000', 'rtl8139', 'vmxnet3'].map((id) => ({ id, label: id }))}
      />
      <TextInput label={text('create.vlan')} value={wish.tag} onChange={(tag) => set({ tag })} hint={text('create.vlanNone')} />
    </Fields>
  );
}
