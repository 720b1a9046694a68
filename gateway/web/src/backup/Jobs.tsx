/** The jobs that back guests up by a calendar: made, changed, switched off, run at once, removed. */
import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { del, post, put } from '../api/call';
import { useOnlineNodes } from '../guest/choices';
import { time } from '../model/format';
import { Confirm } from '../parts/Dialogs';
import { Grid, type GridColumn } from '../parts/Grid';
import { attempt, toast } from '../parts/toasts';
import { type Text, useText } from '../text/text';
import { JobDialog } from './JobDialog';
import { type Job, JOBS, nowOf, useJobs } from './jobs';

type Asked = { what: 'create' } | { what: 'edit' | 'run' | 'remove'; job: Job };

export function Jobs() {
  const text = useText();
  const jobs = useJobs();
  const nodes = useOnlineNodes();
  const [asked, setAsked] = useState<Asked>();
  const columns = useMemo<ReadonlyArray<GridColumn<Job>>>(
    () => [
      { id: 'enabled', head: text('access.enabled'), show: (one) => <Enabled job={one} />, by: (one) => Number(one.enabled ?? 1), width: 80 },
      { id: 'schedule', head: text('jobs.schedule'), show: (one) => one.schedule ?? '', by: (one) => one.schedule, width: 130 },
      { id: 'next', head: text('jobs.next'), show: (one) => time(one['next-run'], text.language), by: (one) => one['next-run'], width: 160 },
      { id: 'storage', head: text('kind.storage'), show: (one) => one.storage ?? '', by: (one) => one.storage },
      { id: 'guests', head: text('tab.guests'), show: (one) => guestsOf(text, one) },
      { id: 'comment', head: text('field.comment'), show: (one) => one.comment ?? '' },
      {
        id: 'acts',
        head: text('field.acts'),
        width: 340,
        show: (job) => (
          <span className="row-acts">
            <Button onPress={() => setAsked({ what: 'run', job })}>{text('jobs.run')}</Button>
            <Button onPress={() => void attempt(() => put(`${JOBS}/${job.id}`, { enabled: !isOn(job) }))}>{text(isOn(job) ? 'jobs.off' : 'jobs.on')}</Button>
            <Button onPress={() => setAsked({ what: 'edit', job })}>{text('act.edit')}</Button>
            <Button onPress={() => setAsked({ what: 'remove', job })}>{text('act.remove')}</Button>
          </span>
        ),
      },
    ],
    [text],
  );
  const close = () => setAsked(undefined);
  const run = async (job: Job) => {
    const where = job.node === undefined ? nodes : [job.node];
    await Promise.all(where.map((node) => post(`/nodes/${node}/vzdump`, nowOf(job))));
    toast(text('jobs.started', job.id));
  };
  return (
    <div className="filling">
      <div className="toolbar">
        <Button className="primary" onPress={() => setAsked({ what: 'create' })}>
          {text('jobs.add')}
        </Button>
      </div>
      <Grid label={text('tab.jobs')} entries={jobs.data ?? []} columns={columns} idOf={(one) => one.id} empty={jobs.error?.message ?? text('jobs.none')} />
      {asked?.what === 'create' && <JobDialog onClose={close} />}
      {asked?.what === 'edit' && <JobDialog job={asked.job} onClose={close} />}
      {asked?.what === 'run' && (
        <Confirm question={text('jobs.run.sure', guestsOf(text, asked.job))} action={text('jobs.run')} onClose={close} act={() => run(asked.job)} calm />
      )}
      {asked?.what === 'remove' && (
        <Confirm question={text('jobs.remove.sure', asked.job.comment ?? asked.job.id)} action={text('act.remove')} onClose={close} act={() => del(`${JOBS}/${asked.job.id}`)} />
      )}
    </div>
  );
}

const isOn = (job: Job) => Boolean(job.enabled ?? true);

function Enabled({ job }: { job: Job }) {
  const text = useText();
  return <span className={isOn(job) ? 'outcome good' : 'muted'}>{isOn(job) ? `✓ ${text('say.yes')}` : `○ ${text('say.no')}`}</span>;
}

function guestsOf(text: Text, job: Job): string {
  if (job.pool !== undefined) {
    return `${text('kind.pool')} ${job.pool}`;
  }
  const but = job.exclude === undefined || job.exclude === '' ? '' : ` (${text('jobs.but', job.exclude)})`;
  return job.all ? text('jobs.all') + but : (job.vmid ?? '').replaceAll(',', ', ');
}
