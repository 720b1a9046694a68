/** Making a virtual machine, step by step. Nothing is sent before the last one. */
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components';
import { ApiError, get, type Parameters, post } from '../api/call';
import { go } from '../model/route';
import { resources, useResources } from '../model/resources';
import { ended, isGood } from '../model/tasks';
import { Frame } from '../parts/Dialogs';
import { FormError } from '../parts/Form';
import { useText } from '../text/text';
import { Confirmed, DiskStep, GeneralStep, NetworkStep, SystemStep } from './CreateSteps';

export interface Wish {
  node: string;
  vmid: number;
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
  const nodes = useResources().filter((entry) => entry.type === 'node' && entry.status === 'online');
  const free = useQuery({ queryKey: ['nextid'], queryFn: () => get<string>('/cluster/nextid'), staleTime: 0, gcTime: 0 }).data;
  const [part, setPart] = useState<Partial<Wish>>({});
  const [step, setStep] = useState(0);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const wish: Wish = { ...FIRST, node: nodes[0]?.node ?? '', vmid: Number(free ?? 100), ...part };
  const errors = error instanceof ApiError ? error.fields : {};
  const props: StepProps = { wish, set: (more) => setPart((old) => ({ ...old, ...more })), errors };
  const steps = [
    { label: text('create.general'), show: <GeneralStep {...props} nodes={nodes.map((entry) => entry.node ?? '')} /> },
    { label: text('create.system'), show: <SystemStep {...props} /> },
    { label: text('create.disk'), show: <DiskStep {...props} /> },
    { label: text('create.network'), show: <NetworkStep {...props} /> },
    { label: text('create.confirm'), show: <Confirmed {...props} /> },
  ];
  const last = step === steps.length - 1;
  const create = async () => {
    const upid = await post<string>(`/nodes/${wish.node}/qemu`, parametersOf(wish));
    const end = await ended(upid);
    if (!isGood(end.exitstatus)) {
      throw new Error(end.exitstatus ?? 'unknown');
    }
    await resources.reload();
    onClose();
    go(`qemu/${wish.vmid}`);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setError(undefined);
    if (!last) {
      setStep(step + 1);
      return;
    }
    setBusy(true);
    create().catch((failure: Error) => {
      setBusy(false);
      setError(failure);
    });
  };
  return (
    <Frame title={text('create.title')} onClose={onClose} wide>
      <ol className="steps">
        {steps.map((one, index) => (
          <li key={one.label} aria-current={index === step ? 'step' : undefined} className={index < step ? 'done' : ''}>
            {one.label}
          </li>
        ))}
      </ol>
      <form onSubmit={submit}>
        {steps[step]?.show}
        <FormError error={error} />
        <footer>
          <Button onPress={onClose}>{text('act.cancel')}</Button>
          <span className="space" />
          {step > 0 && <Button onPress={() => setStep(step - 1)}>{text('act.back')}</Button>}
          <Button type="submit" className="primary" isPending={busy} isDisabled={wish.node === ''}>
            {text(last ? 'act.create' : 'act.next')}
          </Button>
        </footer>
      </form>
    </Frame>
  );
}
