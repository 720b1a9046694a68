/** What a storage holds. */
import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { del, get } from '../api/call';
import { bytes, time } from '../model/format';
import { useLive } from '../model/live';
import type { Resource } from '../model/resources';
import { Confirm } from '../parts/Dialogs';
import { Grid, type GridColumn } from '../parts/Grid';
import { named, useText } from '../text/text';

interface Volume {
  volid: string;
  content: string;
  format: string;
  size: number;
  ctime?: number;
  vmid?: number;
  notes?: string;
}

export function Content({ entry, path }: { entry: Resource; path: string }) {
  const text = useText();
  const [deleted, setDeleted] = useState<Volume>();
  const volumes = useLive(
    ['content', entry.id],
    () => get<Volume[]>(`${path}/content`),
    (event) => event.type.includes('.volume.') || /\.guest\.(created|destroyed|moved)\./.test(event.type),
  );
  const columns = useMemo<ReadonlyArray<GridColumn<Volume>>>(
    () => [
      { id: 'name', head: text('field.name'), show: (one) => one.volid.slice(one.volid.indexOf(':') + 1), by: (one) => one.volid, width: 300 },
      { id: 'content', head: text('content.kind'), show: (one) => named(text, 'content', one.content), by: (one) => one.content, width: 160 },
      { id: 'format', head: text('field.format'), show: (one) => one.format, by: (one) => one.format, width: 90 },
      { id: 'size', head: text('field.size'), show: (one) => bytes(one.size, text.language), by: (one) => one.size, width: 110 },
      { id: 'date', head: text('field.date'), show: (one) => time(one.ctime, text.language), by: (one) => one.ctime, width: 190 },
      { id: 'notes', head: text('field.notes'), show: (one) => one.notes ?? '' },
      { id: 'acts', head: text('field.acts'), width: 130, show: (one) => <Button onPress={() => setDeleted(one)}>{text('act.delete')}</Button> },
    ],
    [text],
  );
  return (
    <div className="filling">
      <Grid
        label={text('tab.content')}
        entries={volumes.data ?? []}
        columns={columns}
        idOf={(one) => one.volid}
        empty={volumes.error?.message ?? text('content.empty')}
        sortedBy={{ column: 'name', direction: 'ascending' }}
      />
      {deleted !== undefined && (
        <Confirm
          question={text('content.delete.sure', deleted.volid)}
          action={text('act.delete')}
          onClose={() => setDeleted(undefined)}
          act={() => del(`${path}/content/${encodeURIComponent(deleted.volid)}`)}
        />
      )}
    </div>
  );
}
