/** Grants: who has which role on what. */
import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { put } from '../api/call';
import { Confirm, FormDialog } from '../parts/Dialogs';
import { CheckInput, Fields, SelectInput, TextInput } from '../parts/Form';
import { Grid, type GridColumn } from '../parts/Grid';
import { named, useText } from '../text/text';
import { type Grant, useGrants, useGroups, useRoles, useUsers } from './access';

const idOf = (grant: Grant) => [grant.path, grant.type, grant.ugid, grant.roleid].join(' ');

const parametersOf = (grant: Grant) => ({ path: grant.path, roles: grant.roleid, propagate: Boolean(grant.propagate), [`${grant.type}s`]: grant.ugid });

export function Permissions() {
  const text = useText();
  const grants = useGrants();
  const [adding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<Grant>();
  const columns = useMemo<ReadonlyArray<GridColumn<Grant>>>(
    () => [
      { id: 'path', head: text('access.path'), show: (one) => one.path, by: (one) => one.path, width: 220 },
      { id: 'who', head: text('access.who'), show: (one) => `${named(text, 'access.type', one.type)} ${one.ugid}`, by: (one) => one.ugid },
      { id: 'role', head: text('access.role'), show: (one) => one.roleid, by: (one) => one.roleid },
      { id: 'propagate', head: text('access.propagate'), show: (one) => text(one.propagate ? 'say.yes' : 'say.no'), width: 150 },
      { id: 'acts', head: text('field.acts'), width: 130, show: (one) => <Button onPress={() => setRemoved(one)}>{text('act.remove')}</Button> },
    ],
    [text],
  );
  return (
    <div className="filling">
      <div className="toolbar">
        <Button className="primary" onPress={() => setAdding(true)}>
          {text('access.addGrant')}
        </Button>
      </div>
      <Grid
        label={text('access.permissions')}
        entries={grants.data ?? []}
        columns={columns}
        idOf={idOf}
        empty={grants.error?.message ?? text('access.noGrants')}
        sortedBy={{ column: 'path', direction: 'ascending' }}
      />
      {adding && <GrantDialog onClose={() => setAdding(false)} />}
      {removed !== undefined && (
        <Confirm
          question={text('access.removeGrant.sure', removed.roleid, removed.path, removed.ugid)}
          action={text('act.remove')}
          onClose={() => setRemoved(undefined)}
          act={() => put('/access/acl', { ...parametersOf(removed), delete: true })}
        />
      )}
    </div>
  );
}

function GrantDialog({ onClose }: { onClose: () => void }) {
  const text = useText();
  const users = useUsers().data ?? [];
  const groups = useGroups().data ?? [];
  const roles = useRoles().data ?? [];
  const [grant, setGrant] = useState<Grant>({ path: '/', type: 'user', ugid: '', roleid: 'PVEAuditor', propagate: true });
  const set = (part: Partial<Grant>) => setGrant((old) => ({ ...old, ...part }));
  const whom = {
    user: users.map((user) => user.userid),
    group: groups.map((group) => group.groupid),
    token: users.flatMap((user) => (user.tokens ?? []).map((token) => `${user.userid}!${token.tokenid}`)),
  }[grant.type];
  return (
    <FormDialog title={text('access.addGrant')} action={text('act.add')} onClose={onClose} send={() => put('/access/acl', parametersOf(grant))} ready={grant.ugid !== ''}>
      {(errors) => (
        <>
          <Fields>
            <TextInput label={text('access.path')} value={grant.path} onChange={(path) => set({ path })} hint="/vms/100" error={errors['path']} autoFocus required />
            <SelectInput label={text('access.role')} value={grant.roleid} onChange={(roleid) => set({ roleid })} choices={roles.map((one) => ({ id: one.roleid, label: one.roleid }))} error={errors['roles']} />
            <SelectInput
              label={text('field.type')}
              value={grant.type}
              onChange={(type) => set({ type: type as Grant['type'], ugid: '' })}
              choices={(['user', 'group', 'token'] as const).map((id) => ({ id, label: text(`access.type.${id}`) }))}
            />
            <SelectInput
              label={text('access.who')}
              value={grant.ugid}
              onChange={(ugid) => set({ ugid })}
              choices={whom.map((id) => ({ id, label: id }))}
              error={errors[`${grant.type}s`]}
              empty={text('list.none')}
            />
          </Fields>
          <CheckInput label={text('access.propagate')} value={Boolean(grant.propagate)} onChange={(propagate) => set({ propagate })} />
        </>
      )}
    </FormDialog>
  );
}
