import { useState } from 'react';
import { type Parameters, post, put } from '../api/call';
import { useOnlineNodes, useStorages } from '../guest/choices';
import { time } from '../model/format';
import { isGuest, useResources } from '../model/resources';
import { FormDialog } from '../parts/Dialogs';
import { CheckInput, Fields, ManyInput, SelectInput, TextInput } from '../parts/Form';
import { useText } from '../text/text';
import { type Job, JOBS, keptOf, useNextTimes } from './jobs';
import { Compression, Mode } from './BackUp';

const EVERY = '-';

/** @param job which is changed; without it one is made */
export function JobDialog({ job, onClose }: { job?: Job; onClose: () => void }) {
  const text = useText();
  const nodes = useOnlineNodes();
  const guests = useResources().filter(isGuest);
  const [fields, setFields] = useState({
    node: job?.node ?? EVERY,
    schedule: job?.schedule ?? '02:00',
    storage: job?.storage ?? '',
    mode: job?.mode ?? 'snapshot',
    compress: job?.compress ?? 'zstd',
    kept: keptOf(job),
    notes: job?.['notes-template'] ?? '{{guestname}}',
    comment: job?.comment ?? '',
    all: Boolean(job?.all ?? job === undefined),
    guests: (job?.vmid ?? '').split(',').filter((id) => id !== ''),
  });
  const set = (part: Partial<typeof fields>) => setFields((old) => ({ ...old, ...part }));
  const storages = useStorages(fields.node === EVERY ? nodes[0] : fields.node, 'backup');
  const storage = fields.storage === '' ? (storages[0]?.id ?? '') : fields.storage;
  const next = useNextTimes(fields.schedule);
  const send = () => {
    const optional: Record<string, string> = { comment: fields.comment, 'prune-backups': fields.kept, 'notes-template': fields.notes };
    const given: Parameters = {
      schedule: fields.schedule,
      storage,
      mode: fields.mode,
      compress: fields.compress,
      ...(fields.node === EVERY ? {} : { node: fields.node }),
      ...(fields.all ? { all: true } : { vmid: fields.guests.join(',') }),
      ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== '')),
    };
    if (job === undefined) {
      return post(JOBS, given);
    }
    const gone = [
      ...Object.entries(optional).filter(([name, value]) => value === '' && job[name as keyof Job] !== undefined).map(([name]) => name),
      ...(fields.node === EVERY && job.node !== undefined ? ['node'] : []),
      ...(fields.all && job.vmid !== undefined ? ['vmid'] : []),
      ...(!fields.all && job.all ? ['all'] : []),
    ];
    return put(`${JOBS}/${job.id}`, { ...given, delete: gone.length > 0 ? gone.join(',') : undefined });
  };
  return (
    <FormDialog
      title={job === undefined ? text('jobs.add') : text('hardware.edit', job.id)}
      action={text(job === undefined ? 'act.create' : 'act.save')}
      onClose={onClose}
      send={send}
      ready={storage !== '' && (fields.all || fields.guests.length > 0)}
      wide
    >
      {(errors) => (
        <>
          <Fields>
            <TextInput label={text('jobs.schedule')} value={fields.schedule} onChange={(schedule) => set({ schedule })} error={errors['schedule'] ?? next.error} hint="mon..fri 02:00" autoFocus required />
            <SelectInput
              label={text('field.node')}
              value={fields.node}
              onChange={(node) => set({ node })}
              choices={[{ id: EVERY, label: text('jobs.everyNode') }, ...nodes.map((id) => ({ id, label: id }))]}
            />
            <SelectInput label={text('kind.storage')} value={storage} onChange={(one) => set({ storage: one })} choices={storages} error={errors['storage']} empty={text('backup.noStorage')} />
            <Mode value={fields.mode} onChange={(mode) => set({ mode })} error={errors['mode']} />
            <Compression value={fields.compress} onChange={(compress) => set({ compress })} error={errors['compress']} />
            <TextInput label={text('jobs.kept')} value={fields.kept} onChange={(kept) => set({ kept })} error={errors['prune-backups']} hint="keep-last=3,keep-weekly=4" />
            <TextInput label={text('field.notes')} value={fields.notes} onChange={(notes) => set({ notes })} error={errors['notes-template']} />
            <TextInput label={text('field.comment')} value={fields.comment} onChange={(comment) => set({ comment })} error={errors['comment']} />
          </Fields>
          <p className="muted" role="status">
            {next.times.length > 0 && `${text('jobs.next')}: ${next.times.map((one) => time(one, text.language)).join(' · ')}`}
          </p>
          <CheckInput label={text('jobs.all')} value={fields.all} onChange={(all) => set({ all })} />
          {!fields.all && (
            <ManyInput
              label={text('tab.guests')}
              value={fields.guests}
              onChange={(chosen) => set({ guests: chosen })}
              choices={guests.map((one) => ({ id: String(one.vmid), label: `${one.vmid} ${one.name ?? ''}` }))}
              empty={text('list.none')}
              error={errors['vmid']}
            />
          )}
        </>
      )}
    </FormDialog>
  );
}
