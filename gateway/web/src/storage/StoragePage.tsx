/** A storage: how full it is, what it holds, what was backed up into it. */
import { useCallback, useState } from 'react';
import { Button } from 'react-aria-components';
import { Archives } from '../backup/Archives';
import { storagePath } from '../backup/archives';
import { bytes } from '../model/format';
import type { Resource } from '../model/resources';
import { History } from '../parts/History';
import { Gauge, Status } from '../parts/Status';
import { Tabbed } from '../parts/Tabbed';
import { named, useText } from '../text/text';
import { Content } from './Content';
import { Upload } from './Upload';

export function StoragePage({ entry, tab }: { entry: Resource; tab: string }) {
  const text = useText();
  const [uploading, setUploading] = useState(false);
  const path = storagePath(entry.node ?? '', entry.storage ?? '');
  const kept = (entry.content ?? '').split(',').filter((kind) => kind !== '');
  const uploads = ['iso', 'vztmpl', 'import'].filter((kind) => kept.includes(kind));
  const sheets = [
    { id: 'overview', label: text('tab.overview'), show: () => <Overview entry={entry} path={path} kept={kept} /> },
    { id: 'content', label: text('tab.content'), show: () => <Content entry={entry} path={path} /> },
    ...(kept.includes('backup')
      ? [{ id: 'backups', label: text('tab.backups'), show: () => <Archives node={entry.node ?? ''} storage={entry.storage ?? ''} /> }]
      : []),
  ];
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
      <Tabbed id={entry.id} tab={tab} label={entry.storage ?? ''} sheets={sheets} />
      {uploading && <Upload path={path} storage={entry.storage ?? ''} kinds={uploads} onClose={() => setUploading(false)} />}
    </article>
  );
}

function Overview({ entry, path, kept }: { entry: Resource; path: string; kept: readonly string[] }) {
  const text = useText();
  const locale = text.language;
  const say = useCallback((value: number) => bytes(value, locale), [locale]);
  const used = { name: 'used', label: text('field.used') };
  const total = { name: 'total', label: text('field.total') };
  return (
    <>
      <section className="facts">
        <dl>
          <dt>{text('field.type')}</dt>
          <dd>{entry.plugintype}</dd>
          <dt>{text('field.node')}</dt>
          <dd>{entry.node}</dd>
          <dt>{text('tab.content')}</dt>
          <dd>{kept.map((kind) => named(text, 'content', kind)).join(', ')}</dd>
        </dl>
        <Gauge
          label={text('field.used')}
          part={(entry.disk ?? 0) / (entry.maxdisk ?? 1)}
          say={text('figure.of', bytes(entry.disk, locale), bytes(entry.maxdisk, locale))}
        />
      </section>
      <History path={path} isDecade={false} graphs={[{ title: text('chart.usage'), curves: [used, total], say, isBinary: true }]} />
    </>
  );
}
