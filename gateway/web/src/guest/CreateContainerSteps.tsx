import { useEffect } from 'react';
import { CheckInput, Fields, NumberInput, SelectInput, TextArea, TextInput } from '../parts/Form';
import { useText } from '../text/text';
import { useBridges, useStorages, useTemplates } from './choices';
import type { CtStepProps } from './CreateContainer';

const NONE = '-';

export function CtGeneralStep({ wish, set, errors, nodes }: CtStepProps & { nodes: readonly string[] }) {
  const text = useText();
  return (
    <>
      <Fields>
        <SelectInput label={text('field.node')} value={wish.node} onChange={(node) => set({ node })} choices={nodes.map((id) => ({ id, label: id }))} />
        <NumberInput label={text('field.id')} value={wish.vmid} onChange={(vmid) => set({ vmid })} min={100} max={999999999} error={errors['vmid']} />
        <TextInput label={text('ct.hostname')} value={wish.hostname} onChange={(hostname) => set({ hostname })} error={errors['hostname']} autoFocus />
        <TextInput
          label={text('ct.password')}
          type="password"
          value={wish.password}
          onChange={(password) => set({ password })}
          error={errors['password']}
          autoComplete="new-password"
          minLength={5}
        />
      </Fields>
      <TextArea label={text('ct.keys')} value={wish.keys} onChange={(keys) => set({ keys })} error={errors['ssh-public-keys']} hint="ssh-ed25519 AAAA…" rows={3} />
      <CheckInput label={text('ct.unprivileged')} value={wish.unprivileged} onChange={(unprivileged) => set({ unprivileged })} />
    </>
  );
}

/** The first choices are made once, when they are known; afterwards they are the user's. */
export function CtTemplateStep({ wish, set, errors }: CtStepProps) {
  const text = useText();
  const templates = useTemplates(wish.node);
  const storages = useStorages(wish.node, 'rootdir');
  const first = { template: templates[0]?.id, storage: storages[0]?.id };
  useEffect(() => {
    if (wish.template === '' && first.template !== undefined) {
      set({ template: first.template });
    }
    if (wish.storage === '' && first.storage !== undefined) {
      set({ storage: first.storage });
    }
  }, [first.template, first.storage]);
  return (
    <>
      <SelectInput
        label={text('ct.template')}
        value={wish.template}
        onChange={(template) => set({ template })}
        choices={templates}
        error={errors['ostemplate']}
        empty={text('ct.noTemplate')}
      />
      <Fields>
        <SelectInput label={text('ct.rootStorage')} value={wish.storage} onChange={(storage) => set({ storage })} choices={storages} error={errors['rootfs']} />
        <NumberInput label={text('create.diskSize')} value={wish.size} onChange={(size) => set({ size })} min={1} max={131072} />
      </Fields>
    </>
  );
}

export function CtResourcesStep({ wish, set, errors }: CtStepProps) {
  const text = useText();
  return (
    <Fields>
      <NumberInput label={text('create.cores')} value={wish.cores} onChange={(cores) => set({ cores })} min={1} max={8192} error={errors['cores']} />
      <NumberInput label={text('create.memory')} value={wish.memory} onChange={(memory) => set({ memory })} min={16} error={errors['memory']} />
      <NumberInput label={text('ct.swap')} value={wish.swap} onChange={(swap) => set({ swap })} min={0} error={errors['swap']} />
    </Fields>
  );
}

export function CtNetworkStep({ wish, set, errors }: CtStepProps) {
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
      {wish.bridge !== '' && <AddressFields wish={wish} set={set} />}
    </Fields>
  );
}

/** How a card gets its address. */
export function AddressFields(props: {
  wish: { ip: string; gateway: string; tag: string };
  set: (part: { ip?: string; gateway?: string; tag?: string }) => void;
}) {
  const text = useText();
  const { wish, set } = props;
  const way = wish.ip === 'dhcp' || wish.ip === 'none' ? wish.ip : 'static';
  return (
    <>
      <SelectInput
        label={text('ct.address')}
        value={way}
        onChange={(next) => set({ ip: next === 'static' ? '' : next })}
        choices={[
          { id: 'dhcp', label: text('ct.dhcp') },
          { id: 'static', label: text('ct.static') },
          { id: 'none', label: text('ct.noAddress') },
        ]}
      />
      {way === 'static' && (
        <>
          <TextInput label={text('ct.cidr')} value={wish.ip} onChange={(ip) => set({ ip })} hint="192.0.2.10/24" required />
          <TextInput label={text('network.gateway')} value={wish.gateway} onChange={(gateway) => set({ gateway })} hint="192.0.2.1" />
        </>
      )}
      <TextInput label={text('create.vlan')} value={wish.tag} onChange={(tag) => set({ tag })} hint={text('create.vlanNone')} />
    </>
  );
}
