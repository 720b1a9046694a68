/** API tokens of all users that one may see. A secret is shown once, when it is made. */
import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { del, post, put } from '../api/call';
import { currentUser } from '../api/session';
import { date } from '../model/format';
import { Confirm, FormDialog, Frame } from '../parts/Dialogs';
import { CheckInput, Fields, SelectInput, TextInput } from '../parts/Form';
import { Grid, type GridColumn } from '../parts/Grid';
import { useText } from '../text/text';
import { dayOf, endOf, type Token, useUsers } from './access';

interface Row extends Token {
  userid: string;
}

/** What making a token answers: `full-tokenid`, and the secret as `value`. */
interface Made {
  'full-tokenid'?: string;
  value?: string;
}

type Asked = { what: 'create' } | { what: 'edit' | 'renew' | 'remove'; token: Row };

const pathOf = (token: { userid: string; tokenid: string }) => `/access/users/${encodeURIComponent(token.userid)}/token/${token.tokenid}`;
const nameOf = (token: Row) => `${token.userid}!${token.tokenid}`;

export function Tokens() {
  const text = useText();
  const users = useUsers();
  const [asked, setAsked] = useState<Asked>();
  const [made, setMade] = useState<Made>();
  const rows = useMemo(() => (users.data ?? []).flatMap((user) => (user.tokens ?? []).map((token): Row => ({ ...token, userid: user.userid }))), [users.data]);
  const columns = useMemo<ReadonlyArray<GridColumn<Row>>>(
    () => [
      { id: 'token', head: text('access.token'), show: nameOf, by: nameOf, width: 240 },
      { id: 'privsep', head: text('access.privsep'), show: (one) => text(one.privsep ? 'say.yes' : 'say.no'), by: (one) => Number(one.privsep ?? 1) },
      { id: 'expire', head: text('access.expires'), show: (one) => (one.expire ? date(one.expire, text.language) : text('access.never')), by: (one) => one.expire },
      { id: 'comment', head: text('field.comment'), show: (one) => one.comment ?? '' },
      {
        id: 'acts',
        head: text('field.acts'),
        width: 300,
        show: (token) => (
          <span className="row-acts">
            <Button onPress={() => setAsked({ what: 'edit', token })}>{text('act.edit')}</Button>
            <Button onPress={() => setAsked({ what: 'renew', token })}>{text('access.renew')}</Button>
            <Button onPress={() => setAsked({ what: 'remove', token })}>{text('act.remove')}</Button>
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
          {text('access.addToken')}
        </Button>
      </div>
      <Grid label={text('access.tokens')} entries={rows} columns={columns} idOf={nameOf} empty={users.error?.message ?? text('access.noTokens')} />
      {asked?.what === 'create' && <TokenDialog users={(users.data ?? []).map((user) => user.userid)} onMade={setMade} onClose={close} />}
      {asked?.what === 'edit' && <TokenDialog users={[asked.token.userid]} token={asked.token} onMade={setMade} onClose={close} />}
      {asked?.what === 'renew' && (
        <Confirm
          question={text('access.renew.sure', nameOf(asked.token))}
          action={text('access.renew')}
          onClose={close}
          act={async () => setMade(await put<Made>(pathOf(asked.token), { regenerate: true }))}
        />
      )}
      {asked?.what === 'remove' && (
        <Confirm question={text('access.removeToken.sure', nameOf(asked.token))} action={text('act.remove')} onClose={close} act={() => del(pathOf(asked.token))} />
      )}
      {made?.value !== undefined && <Secret made={made} onClose={() => setMade(undefined)} />}
    </div>
  );
}

function TokenDialog(props: { users: readonly string[]; token?: Row; onMade: (made: Made) => void; onClose: () => void }) {
  const text = useText();
  const { token } = props;
  const [userid, setUserid] = useState(token?.userid ?? currentUser() ?? '');
  const [tokenid, setTokenid] = useState(token?.tokenid ?? '');
  const [privsep, setPrivsep] = useState(Boolean(token?.privsep ?? true));
  const [day, setDay] = useState(dayOf(token?.expire));
  const [comment, setComment] = useState(token?.comment ?? '');
  const send = async () => {
    const settings = { privsep, expire: endOf(day) };
    if (token !== undefined) {
      await put(pathOf(token), { ...settings, comment });
    } else {
      props.onMade(await post<Made>(pathOf({ userid, tokenid }), { ...settings, comment: comment === '' ? undefined : comment }));
    }
  };
  return (
    <FormDialog
      title={token === undefined ? text('access.addToken') : text('hardware.edit', nameOf(token))}
      action={text(token === undefined ? 'act.create' : 'act.save')}
      onClose={props.onClose}
      send={send}
    >
      {(errors) => (
        <>
          <Fields>
            {token === undefined && (
              <>
                <SelectInput label={text('field.user')} value={userid} onChange={setUserid} choices={props.users.map((id) => ({ id, label: id }))} error={errors['userid']} />
                <TextInput label={text('access.tokenName')} value={tokenid} onChange={setTokenid} error={errors['tokenid']} autoFocus required />
              </>
            )}
            <TextInput label={text('access.expires')} type="date" value={day} onChange={setDay} error={errors['expire']} />
            <TextInput label={text('field.comment')} value={comment} onChange={setComment} error={errors['comment']} />
          </Fields>
          <CheckInput label={text('access.privsep.long')} value={privsep} onChange={setPrivsep} />
        </>
      )}
    </FormDialog>
  );
}

function Secret({ made, onClose }: { made: Made; onClose: () => void }) {
  const text = useText();
  const [copied, setCopied] = useState(false);
  const copy = () => navigator.clipboard.writeText(made.value ?? '').then(() => setCopied(true));
  return (
    <Frame title={text('access.secret')} onClose={onClose}>
      <p>{text('access.secret.once')}</p>
      <TextInput label={made['full-tokenid'] ?? text('access.token')} value={made.value ?? ''} onChange={() => {}} readOnly autoFocus />
      <footer>
        <span role="status">{copied ? `✓ ${text('access.copied')}` : ''}</span>
        <Button onPress={() => void copy()}>{text('access.copy')}</Button>
        <Button className="primary" onPress={onClose}>
          {text('act.close')}
        </Button>
      </footer>
    </Frame>
  );
}
