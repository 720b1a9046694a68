/** A form in steps. Nothing is sent before the last one. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components';
import { useText } from '../text/text';
import { Frame } from './Dialogs';
import { FormError } from './Form';

export interface WizardStep {
  label: string;
  show: (errors: Record<string, string>) => ReactNode;
}

interface Props {
  title: string;
  action: string;
  steps: readonly WizardStep[];
  ready: boolean;
  onClose: () => void;
  /** Does it; what it throws is shown, and the form stays open. */
  send: () => Promise<void>;
}

export function Wizard({ title, action, steps, ready, onClose, send }: Props) {
  const text = useText();
  const [step, setStep] = useState(0);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error & { fields?: Record<string, string> }>();
  const last = step === steps.length - 1;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setError(undefined);
    if (!last) {
      setStep(step + 1);
      return;
    }
    setBusy(true);
    send().catch((failure: Error) => {
      setBusy(false);
      setError(failure);
    });
  };
  return (
    <Frame title={title} onClose={onClose} wide>
      <ol className="steps">
        {steps.map((one, index) => (
          <li key={one.label} aria-current={index === step ? 'step' : undefined} className={index < step ? 'done' : ''}>
            {one.label}
          </li>
        ))}
      </ol>
      <form onSubmit={submit}>
        {steps[step]?.show(error?.fields ?? {})}
        <FormError error={error} />
        <footer>
          <Button onPress={onClose}>{text('act.cancel')}</Button>
          <span className="space" />
          {step > 0 && <Button onPress={() => setStep(step - 1)}>{text('act.back')}</Button>}
          <Button type="submit" className="primary" isPending={busy} isDisabled={!ready}>
            {last ? action : text('act.next')}
          </Button>
        </footer>
      </form>
    </Frame>
  );
}

/** What will be sent, by the names of the API. */
export function Summary({ of }: { of: Record<string, string | number | boolean | undefined> }) {
  const text = useText();
  const shown = Object.entries(of).filter(([name, value]) => value !== undefined && name !== 'start');
  return (
    <dl className="summary">
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{name === 'password' ? '••••••••' : typeof value === 'boolean' ? text(value ? 'say.yes' : 'say.no') : value}</dd>
        </div>
      ))}
    </dl>
  );
}
