import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button, FileTrigger, Label, ProgressBar } from 'react-aria-components';
import { upload } from '../api/call';
import { bytes, percent } from '../model/format';
import { done } from '../model/tasks';
import { Frame } from '../parts/Dialogs';
import { FormError, SelectInput } from '../parts/Form';
import { named, useText } from '../text/text';

interface Props {
  path: string;
  storage: string;
  kinds: readonly string[];
  onClose: () => void;
}

export function Upload({ path, storage, kinds, onClose }: Props) {
  const text = useText();
  const client = useQueryClient();
  const [file, setFile] = useState<File>();
  const [kind, setKind] = useState(kinds[0] ?? 'iso');
  const [part, setPart] = useState<number>();
  const [error, setError] = useState<Error>();
  const abort = useRef(new AbortController());
  useEffect(() => () => abort.current.abort(), []);
  const send = async (chosen: File) => {
    await done(await upload(`${path}/upload`, { content: kind }, chosen, setPart, abort.current.signal));
    await client.invalidateQueries({ queryKey: ['content'] });
    await client.invalidateQueries({ queryKey: ['volumes'] });
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file !== undefined) {
      setError(undefined);
      setPart(0);
      send(file).catch((failure: Error) => {
        setPart(undefined);
        setError(failure);
      });
    }
  };
  return (
    <Frame title={text('content.upload.title', storage)} onClose={onClose}>
      <form onSubmit={submit}>
        <SelectInput label={text('content.kind')} isDisabled={part !== undefined} value={kind} onChange={setKind} choices={kinds.map((id) => ({ id, label: named(text, 'content', id) }))} />
        <FileTrigger onSelect={(files) => setFile(files?.[0])}>
          <Button isDisabled={part !== undefined}>{file === undefined ? text('act.choose') : `${file.name} (${bytes(file.size, text.language)})`}</Button>
        </FileTrigger>
        {part !== undefined && (
          <ProgressBar value={part * 100} className="progress">
            <Label>{text('content.progress', file?.name ?? '')}</Label>
            <span>{percent(part, text.language)}</span>
            <div className="track">
              <div style={{ inlineSize: `${part * 100}%` }} />
            </div>
          </ProgressBar>
        )}
        <FormError error={error} />
        <footer>
          <Button onPress={onClose}>{text('act.cancel')}</Button>
          <Button type="submit" className="primary" isDisabled={file === undefined || part !== undefined}>
            {text('act.upload')}
          </Button>
        </footer>
      </form>
    </Frame>
  );
}
