import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { del, post, put } from '../api/call';
import { Confirm, FormDialog } from '../parts/Dialogs';
import { TextInput } from '../parts/Form';
import { Grid, type GridColumn } from '../parts/Grid';
import { useText } from '../text/text';
import { type Group, useGroups, words } from './access';

type Asked = { what: 'create' } | { what: 'edit' | 'remove'; group: Group };

export function Groups() {
  const text = useText();
  const groups = useGroups();
  const [asked, setAsked] = useState<Asked>();
  const columns = useMemo<ReadonlyArray<GridColumn<Group>>>(
    () => [
      { id: 'group', head: text('access.group'), show: (one) => one.groupid, by: (one) => one.groupid, width: 200 },
      { id: 'users', head: text('access.members'), show: (one) => words(one.users).join(', ') },
      { id: 'comment', head: text('field.comment'), show: (one) => one.comment ?? '', by: (one) => one.comment },
      {
        id: 'acts',
        head: text('field.acts'),
        width: 220,
        show: (group) => (
          <span className="row-acts">
            <Button onPress={() => setAsked({ what: 'edit', group })}>{text('act.edit')}</Button>
            <Button onPress={() => setAsked({ what: 'remove', group })}>{text('act.remove')}</Button>
          </span>
        ),
      },
    ],
    [text],
  );
  const close = () => setAsked(undefined);
  return (
    <div className="filling">
      <div className="toolbar">
        <Button className="primary" onPress={() => setAsked({ what: 'create' })}>
          {text('access.addGroup')}
        </Button>
      </div>
      <Grid label={text('access.groups')} entries={groups.data ?? []} columns={columns} idOf={(one) => one.groupid} empty={groups.error?.message ?? text('access.noGroups')} />
      {asked?.what === 'create' && <GroupDialog onClose={close} />}
      {asked?.what === 'edit' && <GroupDialog group={asked.group} onClose={close} />}
      {asked?.what === 'remove' && (
        <Confirm
          question={text('access.removeGroup.sure', asked.group.groupid)}
          action={text('act.remove')}
          onClose={close}
          act={() => del(`/access/groups/${encodeURIComponent(asked.group.groupid)}`)}
        />
      )}
    </div>
  );
}

function GroupDialog({ group, onClose }: { group?: Group; onClose: () => void }) {
  const text = useText();
  const [groupid, setGroupid] = useState('');
  const [comment, setComment] = useState(group?.comment ?? '');
  const send = () =>
    group === undefined
      ? post('/access/groups', { groupid, comment: comment === '' ? undefined : comment })
      : put(`/access/groups/${encodeURIComponent(group.groupid)}`, { comment });
  return (
    <FormDialog
      title={group === undefined ? text('access.addGroup') : text('hardware.edit', group.groupid)}
      action={text(group === undefined ? 'act.create' : 'act.save')}
      onClose={onClose}
      send={send}
    >
      {(errors) => (
        <>
          {group === undefined && <TextInput label={text('access.group')} value={groupid} onChange={setGroupid} error={errors['groupid']} autoFocus required />}
          <TextInput label={text('field.comment')} value={comment} onChange={setComment} error={errors['comment']} />
        </>
      )}
    </FormDialog>
  );
}
