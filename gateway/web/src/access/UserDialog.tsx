import { useState } from 'react';
import { ApiError, post, put } from '../api/call';
import { currentUser, login } from '../api/session';
import { FormDialog } from '../parts/Dialogs';
import { CheckInput, Fields, ManyInput, SelectInput, TextInput } from '../parts/Form';
import { useText } from '../text/text';
import { dayOf, endOf, useGroups, type User, useRealms, words } from './access';

/** @param user who is changed; without it one is made */
export function UserDialog({ user, onClose }: { user?: User; onClose: () => void }) {
  const text = useText();
  const realms = useRealms().data ?? [];
  const groups = useGroups().data ?? [];
  const [name, setName] = useState('');
  const [realm, setRealm] = useState('pve');
  const [password, setPassword] = useState('');
  const [fields, setFields] = useState({
    firstname: user?.firstname ?? '',
    lastname: user?.lastname ?? '',
    email: user?.email ?? '',
    comment: user?.comment ?? '',
    enable: Boolean(user?.enable ?? true),
    day: dayOf(user?.expire),
    groups: words(user?.groups),
  });
  const set = (part: Partial<typeof fields>) => setFields((old) => ({ ...old, ...part }));
  const send = () => {
    const { day, groups: inside, ...plain } = fields;
    const common = { ...plain, expire: endOf(day), groups: inside.join(',') };
    if (user !== undefined) {
      return put(`/access/users/${encodeURIComponent(user.userid)}`, common);
    }
    const given = Object.fromEntries(Object.entries(common).filter(([, value]) => value !== ''));
    return post('/access/users', { userid: `${name}@${realm}`, ...given, password: realm === 'pve' ? password : undefined });
  };
  return (
    <FormDialog
      title={user === undefined ? text('access.addUser') : text('hardware.edit', user.userid)}
      action={text(user === undefined ? 'act.create' : 'act.save')}
      onClose={onClose}
      send={send}
    >
      {(errors) => (
        <>
          <Fields>
            {user === undefined && (
              <>
                <TextInput label={text('login.name')} value={name} onChange={setName} error={errors['userid']} autoFocus required />
                <SelectInput label={text('login.realm')} value={realm} onChange={setRealm} choices={realms.map((one) => ({ id: one.realm, label: one.comment ?? one.realm }))} />
                {realm === 'pve' && (
                  <TextInput
                    label={text('login.password')}
                    type="password"
                    value={password}
                    onChange={setPassword}
                    error={errors['password']}
                    autoComplete="new-password"
                    minLength={8}
                    required
                  />
                )}
              </>
            )}
            <TextInput label={text('access.firstname')} value={fields.firstname} onChange={(firstname) => set({ firstname })} error={errors['firstname']} />
            <TextInput label={text('access.lastname')} value={fields.lastname} onChange={(lastname) => set({ lastname })} error={errors['lastname']} />
            <TextInput label={text('access.email')} value={fields.email} onChange={(email) => set({ email })} error={errors['email']} />
            <TextInput label={text('access.expires')} type="date" value={fields.day} onChange={(day) => set({ day })} error={errors['expire']} />
            <TextInput label={text('field.comment')} value={fields.comment} onChange={(comment) => set({ comment })} error={errors['comment']} />
          </Fields>
          <ManyInput
            label={text('access.groups')}
            value={fields.groups}
            onChange={(next) => set({ groups: next })}
            choices={groups.map((group) => ({ id: group.groupid, label: group.groupid }))}
            empty={text('access.noGroups')}
            error={errors['groups']}
          />
          <CheckInput label={text('access.enabled')} value={fields.enable} onChange={(enable) => set({ enable })} />
        </>
      )}
    </FormDialog>
  );
}

/** A new password. The API wants that of whoever changes it, too. */
export function PasswordDialog({ userid, onClose }: { userid: string; onClose: () => void }) {
  const text = useText();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [own, setOwn] = useState('');
  const send = async () => {
    if (password !== again) {
      throw new ApiError(400, text('access.passwordsDiffer'));
    }
    await put('/access/password', { userid, password, 'confirmation-password': own });
    if (userid === currentUser()) {
      const at = userid.lastIndexOf('@');
      await login(userid.slice(0, at), userid.slice(at + 1), password);
    }
  };
  return (
    <FormDialog title={text('access.passwordOf', userid)} action={text('act.save')} onClose={onClose} send={send}>
      {(errors) => (
        <>
          <TextInput label={text('access.newPassword')} type="password" value={password} onChange={setPassword} error={errors['password']} autoComplete="new-password" minLength={8} autoFocus required />
          <TextInput label={text('access.passwordAgain')} type="password" value={again} onChange={setAgain} autoComplete="new-password" required />
          <TextInput
            label={text('access.ownPassword', currentUser() ?? '')}
            type="password"
            value={own}
            onChange={setOwn}
            error={errors['confirmation-password']}
            autoComplete="current-password"
            required
          />
        </>
      )}
    </FormDialog>
  );
}
