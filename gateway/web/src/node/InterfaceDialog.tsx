/** What a bridge, bond, VLAN or card is defined by. */
import { useState } from 'react';
import { type Parameters, post, put } from '../api/call';
import { FormDialog } from '../parts/Dialogs';
import { CheckInput, Fields, SelectInput, TextInput } from '../parts/Form';
import { named, useText } from '../text/text';
import { type Interface, networkPath } from './network';

const MODES = ['active-backup', '802.3ad', 'balance-rr', 'balance-xor', 'broadcast', 'balance-tlb', 'balance-alb'];
const NAMES: Record<string, { family: string; first: number }> = { bridge: { family: 'vmbr', first: 0 }, bond: { family: 'bond', first: 0 } };
const TEXTS = ['cidr', 'gateway', 'cidr6', 'gateway6', 'mtu', 'comments', 'bridge_ports', 'bridge_vids', 'slaves', 'bond_mode', 'bond-primary', 'vlan-id', 'vlan-raw-device'] as const;

type Field = (typeof TEXTS)[number];

interface Props {
  node: string;
  type: string;
  /** Which is changed; without it one is made. */
  iface?: Interface;
  all: readonly Interface[];
  onClose: () => void;
  send: (act: Promise<unknown>) => Promise<void>;
}

export function InterfaceDialog({ node, type, iface, all, onClose, send }: Props) {
  const text = useText();
  const [name, setName] = useState(iface?.iface ?? freeName(type, all));
  const [fields, setFields] = useState<Record<Field, string>>(() => textsOf(iface, type));
  const [autostart, setAutostart] = useState(Boolean(iface?.autostart ?? true));
  const [aware, setAware] = useState(Boolean(iface?.bridge_vlan_aware ?? false));
  const set = (field: Field) => (value: string) => setFields((old) => ({ ...old, [field]: value }));
  const act = () => {
    const given = Object.fromEntries(TEXTS.filter((field) => fields[field].trim() !== '').map((field) => [field, fields[field].trim()]));
    const flags: Parameters = { autostart, ...(type === 'bridge' ? { bridge_vlan_aware: aware } : {}) };
    if (iface === undefined) {
      return send(post(networkPath(node), { iface: name, type, ...given, ...flags }));
    }
    const gone = TEXTS.filter((field) => fields[field].trim() === '' && String(iface[field] ?? '').trim() !== '');
    return send(put(`${networkPath(node)}/${iface.iface}`, { type, ...given, ...flags, delete: gone.length > 0 ? gone.join(',') : undefined }));
  };
  const title = iface === undefined ? `${text('network.add')}: ${named(text, 'network', type)}` : text('hardware.edit', iface.iface);
  return (
    <FormDialog title={title} action={text(iface === undefined ? 'act.create' : 'act.save')} onClose={onClose} send={act} wide>
      {(errors) => {
        const input = (field: Field, label: string, hint = '') => (
          <TextInput label={label} value={fields[field]} onChange={set(field)} error={errors[field]} hint={hint} />
        );
        return (
          <>
            <Fields>
              {iface === undefined && <TextInput label={text('field.name')} value={name} onChange={setName} error={errors['iface']} autoFocus required />}
              {type === 'bridge' && input('bridge_ports', text('network.ports'), 'eth0 eth1')}
              {type === 'bond' && input('slaves', text('network.slaves'), 'eth0 eth1')}
              {type === 'bond' && (
                <SelectInput label={text('backup.mode')} value={fields.bond_mode} onChange={set('bond_mode')} choices={MODES.map((id) => ({ id, label: id }))} error={errors['bond_mode']} />
              )}
              {type === 'bond' && fields.bond_mode === 'active-backup' && input('bond-primary', text('network.primary'))}
              {type === 'vlan' && input('vlan-raw-device', text('network.rawDevice'), 'eth0')}
              {type === 'vlan' && input('vlan-id', text('create.vlan'), '1–4094')}
              {input('cidr', 'IPv4 (CIDR)', '192.0.2.1/24')}
              {input('gateway', `${text('network.gateway')} (IPv4)`)}
              {input('cidr6', 'IPv6 (CIDR)', '2001:db8::1/64')}
              {input('gateway6', `${text('network.gateway')} (IPv6)`)}
              {input('mtu', 'MTU', '1500')}
              {type === 'bridge' && aware && input('bridge_vids', text('network.vids'), '2-4094')}
              {input('comments', text('field.comment'))}
            </Fields>
            <CheckInput label={text('network.autostart')} value={autostart} onChange={setAutostart} />
            {type === 'bridge' && <CheckInput label={text('network.vlanAware')} value={aware} onChange={setAware} />}
          </>
        );
      }}
    </FormDialog>
  );
}

function textsOf(iface: Interface | undefined, type: string): Record<Field, string> {
  const first: Partial<Record<Field, string>> = iface === undefined && type === 'bond' ? { bond_mode: 'active-backup' } : {};
  const pairs = TEXTS.map((field) => [field, String(iface?.[field] ?? first[field] ?? '').trim()] as const);
  return Object.fromEntries(pairs) as Record<Field, string>;
}

/** `vmbr1`, where `vmbr0` is taken; a VLAN is named by its user. */
export function freeName(type: string, all: ReadonlyArray<{ iface: string }>): string {
  const names = NAMES[type];
  if (names === undefined) {
    return '';
  }
  let index = names.first;
  while (all.some((one) => one.iface === names.family + index)) {
    index += 1;
  }
  return names.family + index;
}
