import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { del } from '../api/call';
import { currentUser } from '../api/session';
import { date } from '../model/format';
import { Confirm } from '../parts/Dialogs';
import { Grid, type GridColumn } from '../parts/Grid';
import { useText } from '../text/text';
import { type User, useUsers } from './access';
import { PasswordDialog, UserDialog } from './UserDialog';

type Asked = { what: 'create' } | { what: 'edit' | 'password' | 'remove'; user: User };

export function Users() {
  const text = useText();
  const users = useUsers();
  const [asked, setAsked] = useState<Asked>();
  const columns = useMemo<ReadonlyArray<GridColumn<User>>>(
    () => [
      { id: 'user', head: text('field.user'), show: (one) => one.userid, by: (one) => one.userid, width: 180 },
      {
        id: 'enabled',
        head: text('access.enabled'),
        show: (one) => <span className={one.enable ? 'outcome good' : 'muted'}>{one.enable ? `✓ ${text('say.yes')}` : `○ ${text('say.no')}`}</span>,
        by: (one) => Number(one.enable ?? 1),
        width: 90,
      },
      { id: 'name', head: text('field.name'), show: (one) => [one.firstname, one.lastname].join(' ').trim(), by: (one) => one.lastname },
      { id: 'groups', head: text('access.groups'), show: (one) => one.groups ?? '', by: (one) => one.groups },
      { id: 'expire', head: text('access.expires'), show: (one) => (one.expire ? date(one.expire, text.language) : text('access.never')), by: (one) => one.expire, width: 110 },
      { id: 'comment', head: text('field.comment'), show: (one) => one.comment ?? '' },
      {
        id: 'acts',
        head: text('field.acts'),
        width: 290,
        show: (user) => (
          <span className="row-acts">
            <Button onPress={() => setAsked({ what: 'edit', user })}>{text('act.edit')}</Button>
            {!user.userid.endsWith('@pam') && <Button onPress={() => setAsked({ what: 'password', user })}>{text('login.password')}</Button>}
            <Button onPress={() => setAsked({ what: 'remove', user })} isDisabled={user.userid === 'root@pam' || user.userid === currentUser()}>
              {text('act.remove')}
            </Button>
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
          {text('access.addUser')}
        </Button>
      </div>
      <Grid
        label={text('access.users')}
        entries={users.data ?? []}
        columns={columns}
        idOf={(one) => one.userid}
        empty={users.error?.message ?? text('list.none')}
        sortedBy={{ column: 'user', direction: 'ascending' }}
      />
      {asked?.what === 'create' && <UserDialog onClose={close} />}
      {asked?.what === 'edit' && <UserDialog user={asked.user} onClose={close} />}
      {asked?.what === 'password' && <PasswordDialog userid={asked.user.userid} onClose={close} />}
      {asked?.what === 'remove' && (
        <Confirm
          question={text('access.removeUser.sure', asked.user.userid)}
          action={text('act.remove')}
          onClose={close}
          act={() => del(`/access/users/${encodeURIComponent(asked.user.userid)}`)}
        />
      )}
    </div>
  );
}
