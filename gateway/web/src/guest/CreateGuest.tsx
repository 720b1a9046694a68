/** Making a virtual machine, step by step. */
import { useState } from 'react';
import { type Parameters, post } from '../api/call';
import { go } from '../model/route';
import { resources } from '../model/resources';
import { done } from '../model/tasks';
import { Summary, Wizard } from '../parts/Wizard';
import { CheckInput } from '../parts/Form';
import { useText } from '../text/text';
import { useFreeVmid, useOnlineNodes } from './choices';
import { DiskStep, GeneralStep, NetworkStep, SystemStep } from './CreateSteps';

export interface Wish {
  node: string;
  /** Nothing while a free one is asked for. */
  vmid: number | undefined;
  name: string;
  ostype: string;
  iso: string;
  cores: number;
  sockets: number;
  cpu: string;
  memory: number;
  storage: string;
  size: number;
  bridge: string;
  model: string;
  tag: string;
  serial: boolean;
  start: boolean;
}

export interface StepProps {
  wish: Wish;
  set: (part: Partial<Wish>) => void;
  errors: Record<string, string>;
}

const FIRST: Omit<Wish, 'node' | 'vmid'> = {
  name: '',
  ostype: 'l26',
  iso: 'none',
  cores: 2,
  sockets: 1,
  cpu: '',
  memory: 2048,
  storage: '',
  size: 32,
  bridge: 'vmbr0',
  model: 'virtio',
  tag: '',
  serial: false,
  start: true,
};

export function parametersOf(wish: Wish): Parameters {
  return {
    vmid: wish.vmid,
    name: wish.name === '' ? undefined : wish.name,
    ostype: wish.ostype,
    cores: wish.cores,
    sockets: wish.sockets,
    cpu: wish.cpu === '' ? undefined : wish.cpu,
    memory: wish.memory,
    scsihw: 'virtio-scsi-single',
    scsi0: wish.storage === '' ? undefined : `${wish.storage}:${wish.size}`,
    ide2: wish.iso === 'none' ? undefined : `${wish.iso},media=cdrom`,
    net0: wish.bridge === '' ? undefined : `${wish.model},bridge=${wish.bridge}${wish.tag === '' ? '' : `,tag=${wish.tag}`}`,
    serial0: wish.serial ? 'socket' : undefined,
    start: wish.start,
  };
}

export function CreateGuest({ onClose }: { onClose: () => void }) {
  const text = useText();
  const nodes = useOnlineNodes();
  const free = useFreeVmid();
  const [part, setPart] = useState<Partial<Wish>>({});
  const wish: Wish = { ...FIRST, node: nodes[0] ?? '', vmid: free, ...part };
  const set = (more: Partial<Wish>) => setPart((old) => ({ ...old, ...more }));
  const send = async () => {
    await done(await post<string>(`/nodes/${wish.node}/qemu`, parametersOf(wish)));
    await resources.reload();
    onClose();
    go(`qemu/${wish.vmid}`);
  };
  const steps = [
    { label: text('create.general'), show: (errors: StepProps['errors']) => <GeneralStep wish={wish} set={set} errors={errors} nodes={nodes} /> },
    { label: text('create.system'), show: (errors: StepProps['errors']) => <SystemStep wish={wish} set={set} errors={errors} /> },
    { label: text('create.disk'), show: (errors: StepProps['errors']) => <DiskStep wish={wish} set={set} errors={errors} /> },
    { label: text('create.network'), show: (errors: StepProps['errors']) => <NetworkStep wish={wish} set={set} errors={errors} /> },
    {
      label: text('create.confirm'),
      show: () => (
        <>
          <Summary of={parametersOf(wish)} />
          <CheckInput label={text('act.startAfter')} value={wish.start} onChange={(start) => set({ start })} />
        </>
      ),
    },
  ];
  return <Wizard title={text('create.title')} action={text('act.create')} steps={steps} ready={wish.node !== '' && wish.vmid !== undefined} onClose={onClose} send={send} />;
}
