/** Dialogs: a frame, and a question that wants a yes. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useText } from '../text/text';
import { FormError, TextInput } from './Form';

export function Frame(props: { title: string; onClose: () => void; children: ReactNode; wide?: boolean }) {
  return (
    <ModalOverlay className="overlay" isOpen onOpenChange={(open) => !open && props.onClose()} isDismissable={false}>
      <Modal className={props.wide ? 'modal wide' : 'modal'}>
        <Dialog>
          <Heading slot="title">{props.title}</Heading>
          {props.children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** A form whose sending may fail; it stays open then, and says why. */
export function FormDialog(props: {
  title: string;
  action: string;
  onClose: () => void;
  send: () => Promise<unknown>;
  children: (errors: Record<string, string>) => ReactNode;
  danger?: boolean;
  ready?: boolean;
  wide?: boolean;
}) {
  const text = useText();
  const [error, setError] = useState<Error & { fields?: Record<string, string> }>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError(undefined);
    setBusy(true);
    try {
      await props.send();
      props.onClose();
    } catch (failure) {
      setError(failure as Error);
      setBusy(false);
    }
  };
  return (
    <Frame title={props.title} onClose={props.onClose} wide={props.wide ?? false}>
      <form onSubmit={(event) => void submit(event)}>
        {props.children(error?.fields ?? {})}
        <FormError error={error} />
        <footer>
          <Button onPress={props.onClose}>{text('act.cancel')}</Button>
          <Button type="submit" className={props.danger ? 'danger' : 'primary'} isPending={busy} isDisabled={props.ready === false}>
            {props.action}
          </Button>
        </footer>
      </form>
    </Frame>
  );
}

/**
 * @param proof what has to be typed before it may be done
 * @param calm whether it does no harm
 */
export function Confirm(props: { question: string; action: string; onClose: () => void; act: () => Promise<unknown>; proof?: string; calm?: boolean }) {
  const text = useText();
  const [typed, setTyped] = useState('');
  return (
    <FormDialog
      title={props.action}
      action={props.action}
      onClose={props.onClose}
      send={props.act}
      danger={props.calm !== true}
      ready={props.proof === undefined || typed.trim() === props.proof}
    >
      {() => (
        <>
          <p>{props.question}</p>
          {props.proof !== undefined && (
            <TextInput label={text('power.destroy.type', props.proof)} value={typed} onChange={setTyped} autoFocus />
          )}
        </>
      )}
    </FormDialog>
  );
}
