import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components';
import { ApiError } from '../api/call';
import { answer, type Challenge, login, realms } from '../api/session';
import { FormError, SelectInput, TextInput } from '../parts/Form';
import { useText } from '../text/text';
import { LanguageChoice } from './Head';

export function Login() {
  const [challenge, setChallenge] = useState<Challenge>();
  return (
    <main className="login">
      <img src="./mark.svg" alt="" width="56" height="56" />
      <h1>Coppice</h1>
      {challenge === undefined ? (
        <Password onChallenge={setChallenge} />
      ) : (
        <SecondFactor challenge={challenge} onChallenge={setChallenge} />
      )}
      <LanguageChoice />
      <p className="muted">{location.hostname}</p>
    </main>
  );
}

function Password({ onChallenge }: { onChallenge: (next: Challenge | undefined) => void }) {
  const text = useText();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [realm, setRealm] = useState<string>();
  const form = useLogin(onChallenge);
  const known = useQuery({ queryKey: ['realms'], queryFn: realms }).data ?? [];
  const chosen = realm ?? known.find((one) => one.default)?.realm ?? known[0]?.realm ?? 'pam';
  // a name may bring its realm along
  const at = name.lastIndexOf('@');
  const own = at > 0 && known.some((one) => one.realm === name.slice(at + 1));
  const send = () => login(own ? name.slice(0, at) : name, own ? name.slice(at + 1) : chosen, password);
  return (
    <form onSubmit={(event) => form.submit(event, send)}>
      <TextInput label={text('login.name')} name="username" value={name} onChange={setName} autoFocus required autoComplete="username" />
      <TextInput
        label={text('login.password')}
        name="password"
        type="password"
        value={password}
        onChange={setPassword}
        required
        autoComplete="current-password"
      />
      <SelectInput
        label={text('login.realm')}
        value={chosen}
        onChange={setRealm}
        choices={known.map((one) => ({ id: one.realm, label: one.comment ?? one.realm }))}
      />
      <FormError error={form.error} />
      <Button type="submit" className="primary" isDisabled={form.busy}>
        {text('login.enter')}
      </Button>
    </form>
  );
}

function SecondFactor(props: { challenge: Challenge; onChallenge: (next: Challenge | undefined) => void }) {
  const text = useText();
  const [code, setCode] = useState('');
  const [kind, setKind] = useState(props.challenge.kinds[0] ?? 'totp');
  const form = useLogin(props.onChallenge);
  return (
    <form onSubmit={(event) => form.submit(event, () => answer(props.challenge, kind, code.trim()))}>
      {props.challenge.kinds.length > 1 && (
        <SelectInput
          label={text('field.type')}
          value={kind}
          onChange={setKind}
          choices={props.challenge.kinds.map((one) => ({ id: one, label: text(one === 'totp' ? 'login.code' : 'login.recovery') }))}
        />
      )}
      <TextInput
        label={text(kind === 'totp' ? 'login.code' : 'login.recovery')}
        value={code}
        onChange={setCode}
        autoFocus
        required
        autoComplete="one-time-code"
      />
      <FormError error={form.error} />
      <Button type="submit" className="primary" isDisabled={form.busy}>
        {text('login.enter')}
      </Button>
      <Button onPress={() => props.onChallenge(undefined)}>{text('login.back')}</Button>
    </form>
  );
}

function useLogin(onChallenge: (next: Challenge | undefined) => void) {
  const text = useText();
  const [error, setError] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent, send: () => Promise<Challenge | undefined>) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    send().then(
      (next) => {
        setBusy(false);
        onChallenge(next);
      },
      (failure: Error) => {
        setBusy(false);
        setError(failure instanceof ApiError && failure.status === 401 ? new Error(text('login.failed')) : failure);
      },
    );
  };
  return { error, busy, submit };
}
