/** Making a container, step by step. */
import { useState } from 'react';
import { type Parameters, post } from '../api/call';
import { go } from '../model/route';
import { resources } from '../model/resources';
import { done } from '../model/tasks';
import { CheckInput } from '../parts/Form';
import { Summary, Wizard } from '../parts/Wizard';
import { useText } from '../text/text';
import { useFreeVmid, useOnlineNodes } from './choices';
import { CtGeneralStep, CtNetworkStep, CtResourcesStep, CtTemplateStep } from './CreateContainerSteps';

export interface CtWish {
  node: string;
  /** Nothing while a free one is asked for. */
  vmid: number | undefined;
  hostname: string;
  password: string;
  keys: string;
  unprivileged: boolean;
  template: string;
  storage: string;
  size: number;
  cores: number;
  memory: number;
  swap: number;
  bridge: string;
  /** `dhcp`, `none`, or an address with its prefix. */
  ip: string;
  gateway: string;
  tag: string;
  start: boolean;
}

export interface CtStepProps {
  wish: CtWish;
  set: (part: Partial<CtWish>) => void;
  errors: Record<string, string>;
}

const FIRST: Omit<CtWish, 'node' | 'vmid'> = {
  hostname: '',
  password: '',
  keys: '',
  unprivileged: true,
  template: '',
  storage: '',
  size: 8,
  cores: 1,
  memory: 512,
  swap: 512,
  bridge: 'vmbr0',
  ip: 'dhcp',
  gateway: '',
  tag: '',
  start: true,
};

const given = (value: string) => (value.trim() === '' ? undefined : value.trim());

/** A container's card: `name=eth0,bridge=vmbr0,ip=dhcp`. */
export function cardOf(wish: Pick<CtWish, 'bridge' | 'ip' | 'gateway' | 'tag'>, name = 'eth0'): string {
  const parts: Array<[string, string | undefined]> = [
    ['name', name],
    ['bridge', wish.bridge],
    ['ip', wish.ip === 'none' ? undefined : given(wish.ip)],
    ['gw', wish.ip === 'none' || wish.ip === 'dhcp' ? undefined : given(wish.gateway)],
    ['tag', given(wish.tag)],
  ];
  return parts.flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`])).join(',');
}

export function ctParametersOf(wish: CtWish): Parameters {
  return {
    vmid: wish.vmid,
    hostname: given(wish.hostname),
    ostemplate: wish.template,
    unprivileged: wish.unprivileged,
    password: wish.password === '' ? undefined : wish.password,
    'ssh-public-keys': given(wish.keys),
    rootfs: `${wish.storage}:${wish.size}`,
    cores: wish.cores,
    memory: wish.memory,
    swap: wish.swap,
    net0: wish.bridge === '' ? undefined : cardOf(wish),
    start: wish.start,
  };
}

export function CreateContainer({ onClose }: { onClose: () => void }) {
  const text = useText();
  const nodes = useOnlineNodes();
  const free = useFreeVmid();
  const [part, setPart] = useState<Partial<CtWish>>({});
  const wish: CtWish = { ...FIRST, node: nodes[0] ?? '', vmid: free, ...part };
  const set = (more: Partial<CtWish>) => setPart((old) => ({ ...old, ...more }));
  const send = async () => {
    await done(await post<string>(`/nodes/${wish.node}/lxc`, ctParametersOf(wish)));
    await resources.reload();
    onClose();
    go(`lxc/${wish.vmid}`);
  };
  const step = (errors: CtStepProps['errors']): CtStepProps => ({ wish, set, errors });
  const steps = [
    { label: text('create.general'), show: (errors: CtStepProps['errors']) => <CtGeneralStep {...step(errors)} nodes={nodes} /> },
    { label: text('ct.template'), show: (errors: CtStepProps['errors']) => <CtTemplateStep {...step(errors)} /> },
    { label: text('tab.resources'), show: (errors: CtStepProps['errors']) => <CtResourcesStep {...step(errors)} /> },
    { label: text('create.network'), show: (errors: CtStepProps['errors']) => <CtNetworkStep {...step(errors)} /> },
    {
      label: text('create.confirm'),
      show: () => (
        <>
          <Summary of={ctParametersOf(wish)} />
          <CheckInput label={text('act.startAfter')} value={wish.start} onChange={(start) => set({ start })} />
        </>
      ),
    },
  ];
  return <Wizard title={text('ct.title')} action={text('act.create')} steps={steps} ready={wish.node !== '' && wish.vmid !== undefined} onClose={onClose} send={send} />;
}
