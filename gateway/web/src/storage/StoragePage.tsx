import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { del, get } from '../api/call';
import { bytes, time } from '../model/format';
import { type Resource, resources } from '../model/resources';
import { Confirm } from '../parts/Dialogs';
import { Grid, type GridColumn } from '../parts/Grid';
import { Gauge, Status } from '../parts/Status';
import { named, useText } from '../text/text';
import { Upload } from './Upload';

interface Volume {
  volid: string;
  content: string;
  format: string;
  size: number;
  ctime?: number;
  vmid?: number;
  notes?: string;
}

export function StoragePage({ entry }: { entry: Resource; tab: string }) {
  const text = useText();
  const [uploading, setUploading] = useState(false);
  const [deleted, setDeleted] = useState<Volume>();
  const path = `/nodes/${entry.node}/storage/${entry.storage}`;
  const volumes = useVolumes(entry, path);
  const columns = useMemo<ReadonlyArray<GridColumn<Volume>>>(
    () => [
      { id: 'name', head: text('field.name'), show: (one) => one.volid.slice(one.volid.indexOf(':') + 1), by: (one) => one.volid, width: 340 },
      { id: 'content', head: text('content.kind'), show: (one) => named(text, 'content', one.content), by: (one) => one.content },
      { id: 'format', head: text('field.format'), show: (one) => one.format, by: (one) => one.format },
      { id: 'size', head: text('field.size'), show: (one) => bytes(one.size, text.language), by: (one) => one.size },
      { id: 'date', head: text('field.date'), show: (one) => time(one.ctime, text.language), by: (one) => one.ctime },
      { id: 'notes', head: text('field.notes'), show: (one) => one.notes ?? '' },
      { id: 'acts', head: '', width: 130, show: (one) => <Button onPress={() => setDeleted(one)}>{text('act.delete')}</Button> },
    ],
    [text],
  );
  const kept = (entry.content ?? '').split(',');
  const uploads = ['iso', 'vztmpl', 'import'].filter((kind) => kept.includes(kind));
  return (
    <article>
      <header className="title">
        <h1>
          {entry.storage} <small>{text('kind.storage')} · {entry.node}</small>
        </h1>
        <Status of={entry} />
        <span className="space" />
        {uploads.length > 0 && (
          <Button className="primary" onPress={() => setUploading(true)}>
            {text('act.upload')}
          </Button>
        )}
      </header>
      <section className="facts">
        <Gauge
          label={text('field.used')}
          part={(entry.disk ?? 0) / (entry.maxdisk ?? 1)}
          say={text('figure.of', bytes(entry.disk, text.language), bytes(entry.maxdisk, text.language))}
        />
      </section>
      <div className="filling">
        <Grid label={text('tab.content')} entries={volumes} columns={columns} idOf={(one) => one.volid} empty={text('content.empty')} />
      </div>
      {uploading && <Upload path={path} storage={entry.storage ?? ''} kinds={uploads} onClose={() => setUploading(false)} />}
      {deleted !== undefined && (
        <Confirm
          question={text('content.delete.sure', deleted.volid)}
          action={text('act.delete')}
          onClose={() => setDeleted(undefined)}
          act={() => del(`${path}/content/${encodeURIComponent(deleted.volid)}`)}
        />
      )}
    </article>
  );
}

/** The volumes, read again when an event tells of one that came or went. */
function useVolumes(entry: Resource, path: string): readonly Volume[] {
  const client = useQueryClient();
  const key = useMemo(() => ['content', entry.id], [entry.id]);
  useEffect(
    () =>
      resources.onEvent((event) => {
        if (event.type.includes('.volume.') || event.type.includes('.guest.created') || event.type.includes('.guest.destroyed')) {
          void client.invalidateQueries({ queryKey: key });
        }
      }),
    [client, key],
  );
  return useQuery({ queryKey: key, queryFn: () => get<Volume[]>(`${path}/content`) }).data ?? [];
}
