/** Archives as a list: made, restored, told of, protected, removed. */
import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { del, put } from '../api/call';
import { bytes, moment } from '../model/format';
import { done, taskOf } from '../model/tasks';
import { Confirm, FormDialog } from '../parts/Dialogs';
import { TextArea } from '../parts/Form';
import { Grid, type GridColumn } from '../parts/Grid';
import { TaskLog } from '../parts/TaskLog';
import { attempt } from '../parts/toasts';
import { useText } from '../text/text';
import { type Archive, archivePath, useArchives } from './archives';
import { BackUp } from './BackUp';
import { Restore } from './Restore';

interface Props {
  node: string;
  storage?: string;
  /** The guest whose archives they are; all guests' where it is left out. */
  vmid?: number;
}

type Asked = { what: 'restore' | 'notes' | 'remove'; archive: Archive };

export function Archives({ node, storage, vmid }: Props) {
  const text = useText();
  const archives = useArchives(node, storage, vmid);
  const [making, setMaking] = useState(false);
  const [upid, setUpid] = useState<string>();
  const [asked, setAsked] = useState<Asked>();
  const columns = useMemo<ReadonlyArray<GridColumn<Archive>>>(
    () => [
      { id: 'name', head: text('field.name'), show: (one) => one.volid.slice(one.volid.indexOf('/') + 1), by: (one) => one.volid, width: 240 },
      { id: 'date', head: text('field.date'), show: (one) => moment(one.ctime, text.language), by: (one) => one.ctime, width: 140 },
      { id: 'size', head: text('field.size'), show: (one) => bytes(one.size, text.language), by: (one) => one.size, width: 90 },
      ...(storage === undefined ? [{ id: 'storage', head: text('kind.storage'), show: (one: Archive) => one.storage, by: (one: Archive) => one.storage }] : []),
      { id: 'notes', head: text('field.notes'), show: (one) => (one.notes ?? '').split('\n')[0] },
      { id: 'acts', head: text('field.acts'), width: 330, show: (one) => <Acts node={node} archive={one} ask={(what) => setAsked({ what, archive: one })} reread={archives.reread} /> },
    ],
    [text, node, storage],
  );
  const close = () => setAsked(undefined);
  const remove = async (archive: Archive) => {
    await done(await del<string>(archivePath(node, archive)));
    await archives.reread();
  };
  return (
    <div className="filling">
      <div className="toolbar">
        <Button className="primary" onPress={() => setMaking(true)}>
          {text('backup.now')}
        </Button>
      </div>
      <Grid
        label={text('tab.backups')}
        entries={archives.data ?? []}
        columns={columns}
        idOf={(one) => one.volid}
        empty={archives.error?.message ?? text('backup.none')}
        sortedBy={{ column: 'date', direction: 'descending' }}
      />
      {making && <BackUp node={node} storage={storage} vmid={vmid} onClose={() => setMaking(false)} onStarted={setUpid} />}
      {upid !== undefined && <TaskLog task={taskOf(upid)} onClose={() => setUpid(undefined)} />}
      {asked?.what === 'restore' && <Restore node={node} archive={asked.archive} onClose={close} onStarted={setUpid} />}
      {asked?.what === 'notes' && <Notes node={node} archive={asked.archive} onClose={close} reread={archives.reread} />}
      {asked?.what === 'remove' && (
        <Confirm
          question={text('content.delete.sure', asked.archive.volid)}
          action={text('act.delete')}
          onClose={close}
          act={() => remove(asked.archive)}
        />
      )}
    </div>
  );
}

function Acts(props: { node: string; archive: Archive; ask: (what: Asked['what']) => void; reread: () => Promise<void> }) {
  const { node, archive, ask } = props;
  const text = useText();
  const isProtected = Boolean(archive.protected);
  const protect = async () => {
    await put(archivePath(node, archive), { protected: !isProtected });
    await props.reread();
  };
  return (
    <span className="row-acts">
      <Button onPress={() => ask('restore')}>{text('backup.restore')}</Button>
      <Button onPress={() => ask('notes')}>{text('field.notes')}</Button>
      <Button onPress={() => void attempt(protect)}>
        {isProtected ? text('backup.unprotect') : text('backup.protect')}
      </Button>
      <Button onPress={() => ask('remove')} isDisabled={isProtected}>
        {text('act.delete')}
      </Button>
    </span>
  );
}

function Notes({ node, archive, onClose, reread }: { node: string; archive: Archive; onClose: () => void; reread: () => Promise<void> }) {
  const text = useText();
  const [notes, setNotes] = useState(archive.notes ?? '');
  return (
    <FormDialog title={text('field.notes')} action={text('act.save')} onClose={onClose} send={() => put(archivePath(node, archive), { notes }).then(reread)}>
      {(errors) => <TextArea label={archive.volid} value={notes} onChange={setNotes} error={errors['notes']} autoFocus />}
    </FormDialog>
  );
}
