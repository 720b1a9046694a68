import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { del, post, put } from '../api/call';
import { Confirm, FormDialog } from '../parts/Dialogs';
import { ManyInput, TextInput } from '../parts/Form';
import { Grid, type GridColumn } from '../parts/Grid';
import { useText } from '../text/text';
import { type Role, useRoles, words } from './access';

/** The role that has every privilege there is. */
const ALL = 'Administrator';

type Asked = { what: 'create' } | { what: 'edit' | 'remove'; role: Role };

export function Roles() {
  const text = useText();
  const roles = useRoles();
  const [asked, setAsked] = useState<Asked>();
  const privileges = useMemo(() => words(roles.data?.find((role) => role.roleid === ALL)?.privs).sort(), [roles.data]);
  const columns = useMemo<ReadonlyArray<GridColumn<Role>>>(
    () => [
      { id: 'role', head: text('access.role'), show: (one) => one.roleid, by: (one) => one.roleid, width: 190 },
      { id: 'builtin', head: text('access.builtIn'), show: (one) => text(one.special ? 'say.yes' : 'say.no'), by: (one) => Number(one.special ?? 0), width: 110 },
      { id: 'privs', head: text('access.privileges'), show: (one) => <span title={one.privs}>{words(one.privs).join(', ')}</span> },
      {
        id: 'acts',
        head: text('field.acts'),
        width: 220,
        show: (role) =>
          role.special ? null : (
            <span className="row-acts">
              <Button onPress={() => setAsked({ what: 'edit', role })}>{text('act.edit')}</Button>
              <Button onPress={() => setAsked({ what: 'remove', role })}>{text('act.remove')}</Button>
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
          {text('access.addRole')}
        </Button>
      </div>
      <Grid
        label={text('access.roles')}
        entries={roles.data ?? []}
        columns={columns}
        idOf={(one) => one.roleid}
        empty={roles.error?.message ?? text('list.none')}
        sortedBy={{ column: 'role', direction: 'ascending' }}
      />
      {asked?.what === 'create' && <RoleDialog privileges={privileges} onClose={close} />}
      {asked?.what === 'edit' && <RoleDialog role={asked.role} privileges={privileges} onClose={close} />}
      {asked?.what === 'remove' && (
        <Confirm question={text('access.removeRole.sure', asked.role.roleid)} action={text('act.remove')} onClose={close} act={() => del(`/access/roles/${asked.role.roleid}`)} />
      )}
    </div>
  );
}

function RoleDialog({ role, privileges, onClose }: { role?: Role; privileges: readonly string[]; onClose: () => void }) {
  const text = useText();
  const [roleid, setRoleid] = useState('');
  const [privs, setPrivs] = useState<readonly string[]>(words(role?.privs));
  const send = () =>
    role === undefined ? post('/access/roles', { roleid, privs: privs.join(',') }) : put(`/access/roles/${role.roleid}`, { privs: privs.join(',') });
  return (
    <FormDialog
      title={role === undefined ? text('access.addRole') : text('hardware.edit', role.roleid)}
      action={text(role === undefined ? 'act.create' : 'act.save')}
      onClose={onClose}
      send={send}
      wide
    >
      {(errors) => (
        <>
          {role === undefined && <TextInput label={text('access.role')} value={roleid} onChange={setRoleid} error={errors['roleid']} autoFocus required />}
          <ManyInput
            label={text('access.privileges')}
            value={privs}
            onChange={setPrivs}
            choices={privileges.map((id) => ({ id, label: id }))}
            empty={text('list.none')}
            error={errors['privs']}
          />
        </>
      )}
    </FormDialog>
  );
}
